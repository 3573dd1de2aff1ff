import type { Option, ReferenceView } from '../../api/types';
import { isDate, shortDate } from '../../format/date';
import { t } from '../../text/id';
import { search } from '../../text/search';
import type { Filters } from './useFilters';

export interface Chip {
  key: string;
  text: string;
  without: Partial<Filters>;
}

const dueWords: Record<string, string> = { overdue: t.list.overdue, today: t.list.today, soon: t.list.soon };

/** What the list is narrowed by, each with what is left when it is taken off. */
export function chipsOf(filters: Filters, reference: ReferenceView | undefined): Chip[] {
  const several = (key: 'states' | 'classes' | 'categories' | 'kinds', label: string, options: Option[] | undefined): Chip[] =>
    filters[key].map((value) => ({
      key: `${key}-${value}`,
      text: search.chip(label, options?.find((o) => o.value === value)?.label ?? value),
      without: { [key]: filters[key].filter((other) => other !== value) },
    }));
  const range = [filters.dueFrom, filters.dueTo].map((date) => (isDate(date) ? shortDate(date) : '…')).join(' – ');
  return [
    ...several('states', t.list.state, reference?.states),
    ...several('classes', t.list.class, reference?.classes),
    ...several('categories', t.list.category, reference?.categories),
    ...several('kinds', t.list.kind, reference?.kinds),
    ...(filters.due ? [{ key: 'due', text: search.chip(t.list.due, dueWords[filters.due] ?? range), without: { due: '', dueFrom: '', dueTo: '' } }] : []),
    ...(filters.closed ? [{ key: 'closed', text: search.chip(search.closed, search.closedMonth), without: { closed: '' } }] : []),
    ...(filters.clashes ? [{ key: 'clashes', text: t.list.clashFilter, without: { clashes: false } }] : []),
  ];
}
