import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { ListInput } from '../../api/types';

const names = {
  query: 'q', states: 'status', classes: 'kelas', categories: 'kategori', kinds: 'jenis',
  due: 'batas', dueFrom: 'dari', dueTo: 'sampai', openOnly: 'terbuka', clashes: 'beda', closed: 'selesai', sort: 'urut',
} as const;
// The row that was opened, and its place: no part of what is filtered.
const place = { id: 'baris', index: 'ke' } as const;

export type Filters = Omit<ListInput, 'offset' | 'limit' | 'uncounted'>;

const list = (text: string | null) => (text ? text.split(',') : []);

/** The filters as an address has them. */
export function filtersAt(text: string): Filters {
  const at = new URLSearchParams(text);
  const query = at.get(names.query) ?? '';
  const states = list(at.get(names.states));
  const open = at.get(names.openOnly);
  return {
    query,
    states,
    classes: list(at.get(names.classes)),
    categories: list(at.get(names.categories)),
    kinds: list(at.get(names.kinds)),
    due: at.get(names.due) ?? '',
    dueFrom: at.get(names.dueFrom) ?? '',
    dueTo: at.get(names.dueTo) ?? '',
    // The day's work is what is open; who searches or asks for a state means all.
    openOnly: open === null ? query === '' && states.length === 0 && !at.has(names.clashes) && !at.has(names.closed) : open === '1',
    clashes: at.get(names.clashes) === '1',
    closed: at.get(names.closed) ?? '',
    sort: at.get(names.sort) ?? 'due',
  };
}

/** The part of an address that says which list it is, always in the same order. */
export function viewAt(text: string): string {
  const at = new URLSearchParams(text);
  return Object.values(names).filter((name) => at.get(name)).map((name) => `${name}=${encodeURIComponent(at.get(name)!)}`).join('&');
}

/** The filters of the list live in the address, so that going back finds the list as it was. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const filters = useMemo(() => filtersAt(text), [text]);

  const change = (part: Partial<Filters>) => {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        Object.values(place).forEach((name) => next.delete(name));
        for (const [key, value] of Object.entries(part)) {
          const name = names[key as keyof Filters];
          const written = Array.isArray(value) ? value.join(',') : typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
          if (written === '' || (key === 'clashes' && value === false)) next.delete(name);
          else next.set(name, written);
        }
        return next;
      },
      { replace: true },
    );
  };

  /** Remembers the opened row, so that coming back lands on it. */
  const remember = (id: string, index: number) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.set(place.id, id);
      next.set(place.index, String(index));
      return next;
    }, { replace: true });

  const show = (at: string) => setSearch(() => new URLSearchParams(at), { replace: true });
  const keys = Object.values(names).filter((name) => search.has(name));
  return {
    filters,
    at: viewAt(text),
    change,
    show,
    clear: () => show(''),
    narrowed: keys.some((name) => name !== names.sort),
    remember,
    opened: search.get(place.id) ?? '',
    openedIndex: Number(search.get(place.index)) || 0,
  };
}
