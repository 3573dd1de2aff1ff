import { useCallback, useEffect, useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent as ReactKey } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { WorkView } from '../../api/types';
import { isTyping } from '../../components/isTyping';

const linksOf = (root: HTMLElement | null) => Array.from(root?.querySelectorAll<HTMLAnchorElement>('a[data-work]') ?? []);

/**
 * The rows of all groups as one list for the keyboard: up and down or J and K,
 * digits for the groups; every other letter goes to the row that has the focus
 * (a "row" event on its element, see WorkRow). A row is named group/id.
 */
export function useWorkRows(work: WorkView) {
  const root = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const keys = work.groups.flatMap((group) => group.rows.map((row) => `${group.key}/${row.row.id}`));
  const [focused, setFocused] = useState('');
  const current = keys.includes(focused) ? focused : (keys[0] ?? '');
  const here = useRef(-1); // place of the row that has, or just had, the focus

  const focusAt = useCallback((index: number) => {
    const links = linksOf(root.current);
    const link = links[Math.max(0, Math.min(index, links.length - 1))];
    link?.focus({ preventScroll: true });
    link?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, []);

  const toGroup = useCallback((index: number) => {
    const section = root.current?.querySelectorAll<HTMLElement>('section[data-group]')[index];
    section?.scrollIntoView({ block: 'start' });
    section?.querySelector<HTMLAnchorElement>('a[data-work]')?.focus({ preventScroll: true });
  }, []);

  // Coming here or coming back: the row that was left, or the first. Rows may
  // come a little later than the page, and then only take a focus that is free.
  const came = useRef(search.get('baris'));
  const placed = useRef(false);
  useEffect(() => {
    const links = linksOf(root.current);
    const holder = document.activeElement;
    if (placed.current || links.length === 0) return;
    placed.current = true;
    if (holder && holder !== document.body && !holder.matches('nav a')) return;
    const index = links.findIndex((link) => link.dataset.work === came.current);
    if (index >= 0) focusAt(index);
    else links[0]?.focus({ preventScroll: true });
  }, [work, focusAt]);

  // A row that was done has gone from under the focus: the next one gets it.
  useLayoutEffect(() => {
    if (here.current >= 0 && document.activeElement === document.body) focusAt(here.current);
  }, [work, focusAt]);

  const move = useCallback((key: string): boolean => {
    const at = linksOf(root.current).findIndex((link) => link.closest('li')?.contains(document.activeElement));
    const to: Record<string, number> = { ArrowDown: at + 1, j: at + 1, ArrowUp: Math.max(0, at - 1), k: Math.max(0, at - 1), Home: 0, End: keys.length - 1 };
    if (to[key] !== undefined) focusAt(to[key]);
    else if (/^[1-9]$/.test(key)) toGroup(Number(key) - 1);
    else return false;
    return true;
  }, [focusAt, toGroup, keys.length]);

  useEffect(() => {
    // Also when nothing has the focus, as after a click beside the rows.
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
      const beside = event.target !== document.body && !root.current?.contains(event.target as Node);
      if (!beside && keys.length > 0 && move(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [move, keys.length]);

  const open = useCallback((row: string, act = '') => {
    setSearch(() => new URLSearchParams({ baris: row }), { replace: true });
    navigate(`/aduan/${row.slice(row.indexOf('/') + 1)}${act && `?tindakan=${act}`}`);
  }, [navigate, setSearch]);

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const link = event.target.closest('li')?.querySelector<HTMLAnchorElement>('a[data-work]');
    here.current = link ? linksOf(root.current).indexOf(link) : -1;
    if (link) setFocused(link.dataset.work!);
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (event.relatedTarget) here.current = -1;
  };
  const onKeyDown = (event: ReactKey<HTMLElement>) => {
    // A link that is pressed with the space bar must not scroll the page.
    if (event.key === ' ' && (event.target as HTMLElement).matches('a[data-work]')) event.preventDefault();
  };
  return { root, current, open, toGroup, onKeyDown, onFocus, onBlur };
}

export type WorkRows = ReturnType<typeof useWorkRows>;
