import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

interface Rows {
  body: RefObject<HTMLTableSectionElement | null>;
  total: number;
  start: number; // row that Tab reaches first
  perPage: () => number;
  scrollTo: (index: number) => void;
  idAt: (index: number) => string | undefined;
  indexOf: (id: string) => number;
  onLeave: () => void; // above the first row
}

/**
 * Which row the keyboard is on, of a list whose rows come and go: one that has
 * the focus is drawn wherever the list is scrolled to, and is followed when
 * others come before it.
 */
export function useRowFocus({ body, total, start, perPage, scrollTo, idAt, indexOf, onLeave }: Rows) {
  const [active, setActive] = useState(start);
  const [owner, setOwner] = useState(''); // complaint that has the focus
  const wanted = useRef(-1);
  const followed = useRef(false); // until somebody scrolls by hand
  const here = Math.max(0, Math.min(active, total - 1));

  const moved = owner && idAt(here) !== undefined && idAt(here) !== owner ? indexOf(owner) : -1;
  if (moved >= 0 && moved !== active) setActive(moved);

  /** Gives the focus to a row, if it is drawn. */
  const focusRow = (index: number): boolean => {
    const link = body.current?.querySelector<HTMLAnchorElement>(`tr[data-index="${index}"] a[data-row]`);
    link?.focus({ preventScroll: true });
    return !!link;
  };
  /** Without scrolling it is taken to be in sight already. */
  const go = (index: number, scrolling = true) => {
    const to = Math.max(0, Math.min(index, total - 1));
    wanted.current = focusRow(to) ? -1 : to;
    followed.current = scrolling;
    setActive(to);
    setOwner(idAt(to) ?? '');
    if (scrolling) scrollTo(to);
  };

  useLayoutEffect(() => {
    if (wanted.current >= 0 && focusRow(wanted.current)) wanted.current = -1;
  });
  useLayoutEffect(() => {
    // The row has moved under the focus: it goes along.
    const link = document.activeElement?.closest<HTMLTableRowElement>('tr[data-index]');
    if (link && body.current?.contains(link) && Number(link.dataset.index) !== here) {
      focusRow(here);
    }
  }, [here, body]);

  useLayoutEffect(() => {
    // Rows around it grow when they are read, and push it out of sight.
    if (!followed.current || wanted.current >= 0) return;
    const row = document.activeElement?.closest('tr[data-index]');
    if (row && body.current?.contains(row)) row.scrollIntoView({ block: 'nearest' });
  });
  useEffect(() => {
    const byHand = () => { followed.current = false; };
    const kinds = ['wheel', 'pointerdown', 'touchstart'] as const;
    kinds.forEach((kind) => window.addEventListener(kind, byHand, { passive: true }));
    return () => kinds.forEach((kind) => window.removeEventListener(kind, byHand));
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target as HTMLElement).matches('a[data-row]')) return;
    const to: Record<string, number> = {
      ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + perPage(), PageUp: Math.max(0, here - perPage()), Home: 0, End: total - 1,
    };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    if (index < 0) onLeave();
    else go(index);
  };
  const onFocus = (index: number) => {
    setActive(index);
    setOwner(idAt(index) ?? '');
  };
  return { active: here, go, onKeyDown, onFocus };
}
