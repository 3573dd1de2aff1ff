import { useEffect } from 'react';
import { isTyping } from '../components/isTyping';
import { currentPath, goBack, navigate } from './hash';

const overlays = '[role=dialog], [role=listbox], [role=menu]';

function overlayOpen(): boolean {
  return Array.from(document.querySelectorAll(overlays)).some((e) => e.getClientRects().length > 0);
}

// Looked at before anything else hears the key: a panel that closes by Esc is
// gone when the page asks whether the key was for it.
let overlay = false;
window.addEventListener('keydown', () => {
  overlay = overlayOpen();
}, true);

function focusSearch(tries = 30): void {
  const search = document.querySelector<HTMLInputElement>('[data-testid=search]');
  if (search) {
    search.focus();
    search.select();
  } else if (tries > 0) {
    requestAnimationFrame(() => focusSearch(tries - 1));
  }
}

interface Actions {
  lock: () => void;
  help: (all: boolean) => void;
}

/** Reloading would throw away what is on the screen; no key may do it. */
export function useNoReload(): void {
  useEffect(() => {
    const stop = (event: KeyboardEvent) => {
      const reload = event.key === 'F5' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'r');
      if (reload) event.preventDefault();
    };
    window.addEventListener('keydown', stop, true);
    return () => window.removeEventListener('keydown', stop, true);
  }, []);
}

/** A file dropped beside its place would be opened instead of the program. */
export function useNoStrayFile(): void {
  useEffect(() => {
    const stop = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const kinds = ['dragover', 'drop'] as const;
    kinds.forEach((kind) => window.addEventListener(kind, stop));
    return () => kinds.forEach((kind) => window.removeEventListener(kind, stop));
  }, []);
}

/** F1, or `?` where nobody types: the manual. */
export function useHelpKeys(active: boolean, help: (all: boolean) => void): void {
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      const all = event.key === '?' && !isTyping(event);
      if (event.key !== 'F1' && !all) return;
      event.preventDefault();
      help(all);
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [active, help]);
}

/** F2 new complaint, F3 or Ctrl+F search, F6 today, F7 receipts, F8 calendar, F9 what was sent, Ctrl+L lock, Esc back. */
export function useWindowKeys(active: boolean, { lock, help }: Actions): void {
  useHelpKeys(active, help);
  useEffect(() => {
    if (!active) return;
    const first = (event: KeyboardEvent) => {
      // Closes the manual alone, not what lies open under it.
      if (event.key === 'Escape' && document.querySelector('dialog[open]')) event.stopImmediatePropagation();
      const ctrl = event.ctrlKey && !event.altKey && !event.shiftKey;
      const key = event.key.toLowerCase();
      const acts: Record<string, () => void> = {
        f2: () => navigate('/catat'),
        f3: toSearch,
        f6: () => navigate('/'),
        f7: () => navigate('/periksa'),
        f8: () => navigate('/kalender'),
        f9: () => navigate('/kiriman'),
      };
      const act = ctrl && key === 'f' ? toSearch : ctrl && key === 'l' ? lock : acts[key];
      if (!act || (overlay && act !== lock)) {
        if (act) event.preventDefault();
        return;
      }
      event.preventDefault();
      act();
    };
    const last = (event: KeyboardEvent) => {
      // An open list or panel closes first; it has had its turn by now.
      if (event.key === 'Escape' && !event.defaultPrevented && !overlay && !overlayOpen()) goBack();
    };
    window.addEventListener('keydown', first, true);
    window.addEventListener('keydown', last);
    return () => {
      window.removeEventListener('keydown', first, true);
      window.removeEventListener('keydown', last);
    };
  }, [active, lock]);
}

function toSearch(): void {
  if (currentPath() !== '/aduan') navigate('/aduan');
  focusSearch();
}
