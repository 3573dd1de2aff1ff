import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

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
  const here = Math.max(0, Math.min(active, total - 1));

  const moved = owner && idAt(here) !== undefined && idAt(here) !== owner ? indexOf(owner) : -1;
  if (moved >= 0 && moved !== active) setActive(moved);

  const go = (index: number) => {
    const to = Math.max(0, Math.min(index, total - 1));
    wanted.current = to;
    setActive(to);
    setOwner(idAt(to) ?? '');
    scrollTo(to);
  };

  useLayoutEffect(() => {
    if (wanted.current < 0) return;
    const link = body.current?.querySelector<HTMLAnchorElement>(`tr[data-index="${wanted.current}"] a[data-row]`);
    if (!link) return;
    wanted.current = -1;
    link.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    // The row has moved under the focus: it goes along.
    const link = document.activeElement?.closest<HTMLTableRowElement>('tr[data-index]');
    if (link && body.current?.contains(link) && Number(link.dataset.index) !== here) {
      body.current.querySelector<HTMLAnchorElement>(`tr[data-index="${here}"] a[data-row]`)?.focus({ preventScroll: true });
    }
  }, [here, body]);

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
