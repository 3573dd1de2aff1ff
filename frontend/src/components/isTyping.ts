const takesKeys = 'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=grid], [role=radiogroup], [role=dialog], dialog';
const panels = 'dialog[open], [role=dialog][aria-modal=true], [role=listbox], [role=menu]';

/** Whether a key pressed now belongs to a field, an open panel or the lock, not to the page. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || document.body.classList.contains('locked')) return true;
  if (event.target instanceof Element && event.target.closest(takesKeys)) return true;
  return Array.from(document.querySelectorAll(panels)).some((panel) => panel.getClientRects().length > 0);
}
