import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { ListInput } from '../../api/types';

export const pageSize = 50;

const names = {
  query: 'q', states: 'status', classes: 'kelas', categories: 'kategori', kinds: 'jenis',
  due: 'batas', dueFrom: 'dari', dueTo: 'sampai', openOnly: 'terbuka', clashes: 'beda', sort: 'urut', offset: 'mulai',
} as const;

type Filters = Omit<ListInput, 'limit'>;

const list = (text: string | null) => (text ? text.split(',') : []);

/** The filters of the list live in the address, so that going back finds the list as it was. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();

  const filters = useMemo<ListInput>(() => {
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
      openOnly: open === null ? query === '' && states.length === 0 && !at.has(names.clashes) : open === '1',
      clashes: at.get(names.clashes) === '1',
      sort: at.get(names.sort) ?? 'due',
      offset: Number(at.get(names.offset)) || 0,
      limit: pageSize,
    };
  }, [text]);

  const change = (part: Partial<Filters>) => {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (!('offset' in part)) next.delete(names.offset);
        next.delete('baris');
        for (const [key, value] of Object.entries(part)) {
          const name = names[key as keyof Filters];
          const written = Array.isArray(value) ? value.join(',') : typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
          if (written === '' || (key === 'clashes' && value === false) || (key === 'offset' && value === 0)) next.delete(name);
          else next.set(name, written);
        }
        return next;
      },
      { replace: true },
    );
  };

  /** Remembers the opened row, so that coming back lands on it. */
  const remember = (id: string) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.set('baris', id);
      return next;
    }, { replace: true });

  const clear = () => setSearch(() => new URLSearchParams(), { replace: true });
  const narrowed = [...new URLSearchParams(text).keys()].some((key) => key !== names.offset && key !== 'baris' && key !== names.sort);
  return { filters, change, clear, narrowed, remember, opened: search.get('baris') ?? '' };
}
