import type { KeyboardEvent } from 'react';

const reachable = 'input:not([type=hidden]), select, textarea, button[data-enter-stop]';

function fieldsOf(root: HTMLElement): HTMLElement[] {
  const radios = new Set<string>();
  return Array.from(root.querySelectorAll<HTMLElement>(reachable)).filter((element) => {
    if (element.tabIndex < 0 || element.matches(':disabled') || element.closest('[inert]')) return false;
    if (element.getClientRects().length === 0) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    // A group of radio buttons is one stop: the chosen one, or the first.
    if (radios.has(element.name)) return false;
    const chosen = root.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"]:checked`);
    if (chosen && chosen !== element) return false;
    radios.add(element.name);
    return true;
  });
}

/**
 * Enter goes to the next field, Shift+Enter to the one before. In a text area
 * Enter stays a new line; an open list takes the choice first, then moves on.
 */
export function enterMoves(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.nativeEvent.isComposing) return;
  const target = event.target as HTMLElement;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLButtonElement) return;
  const root = event.currentTarget;
  if (!root.contains(target)) return;
  event.preventDefault();
  const fields = fieldsOf(root);
  const here = fields.indexOf(target);
  const next = fields[here + (event.shiftKey ? -1 : 1)];
  if (here < 0 || !next) return;
  next.focus();
  if (next instanceof HTMLInputElement && next.type === 'text') next.select();
}

/** Of these fields the one that stands first on the screen. */
export function focusFirst(root: HTMLElement | null, names: string[]): void {
  const places = names.map((name) => ({ name, at: root?.querySelector(`[data-testid="field-${CSS.escape(name)}"]`) }));
  const first = places
    .filter((place) => place.at != null)
    .sort((a, b) => (a.at!.compareDocumentPosition(b.at!) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))[0];
  if (first) focusField(root, first.name);
}

/** Focuses the field with this name (data-testid field-<name>); false when it is not on the screen. */
export function focusField(root: HTMLElement | null, name: string): boolean {
  const field = root?.querySelector<HTMLElement>(`[data-testid="field-${CSS.escape(name)}"]`);
  if (!field) return false;
  const control = field.matches('input, select, textarea')
    ? field
    : (field.querySelector<HTMLElement>('input:checked') ?? field.querySelector<HTMLElement>('input, select, textarea'));
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
  return control != null;
}
