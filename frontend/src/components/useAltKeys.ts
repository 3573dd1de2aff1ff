import { useEffect, useRef } from 'react';

const panels = '[role=dialog][aria-modal=true]';

/** Runs what stands under a key that is pressed with Alt, unless a panel lies over the page. */
export function useAltKeys(keys: Record<string, () => void>, active: boolean): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
      const run = latest.current[event.key.toLowerCase()];
      if (!run || Array.from(document.querySelectorAll(panels)).some((panel) => panel.getClientRects().length > 0)) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [active]);
}
