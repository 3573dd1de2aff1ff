import { Checkbox } from '@mantine/core';
import type { ReferenceView } from '../../api/types';
import { PickOne } from '../../components/PickOne';
import { t } from '../../text/id';
import { search } from '../../text/search';
import classes from './List.module.css';
import { DueFilter } from './DueFilter';
import { FilterMenu } from './FilterMenu';
import type { Filters } from './useFilters';

interface Props {
  filters: Filters;
  reference: ReferenceView | undefined;
  onChange: (part: Partial<Filters>) => void;
}

export function ListFilters({ filters, reference, onChange }: Props) {
  return (
    <>
      <FilterMenu name="states" label={t.list.state} options={reference?.states} value={filters.states} onChange={(states) => onChange({ states })} />
      <FilterMenu name="classes" label={t.list.class} options={reference?.classes} value={filters.classes} onChange={(classes) => onChange({ classes })} />
      <FilterMenu name="categories" label={t.list.category} options={reference?.categories} value={filters.categories} onChange={(categories) => onChange({ categories })} />
      <FilterMenu name="kinds" label={t.list.kind} options={reference?.kinds} value={filters.kinds} onChange={(kinds) => onChange({ kinds })} />
      <DueFilter filters={filters} today={reference?.today ?? ''} onChange={onChange} />
    </>
  );
}

const orders = [
  { value: 'due', label: t.list.sortDue, group: '' },
  { value: 'newest', label: t.list.sortNewest, group: '' },
  { value: 'received', label: search.sortReceived, group: '' },
  { value: 'number', label: search.sortNumber, group: '' },
];

/** What is left out, and in which order the rest stands. */
export function ListOrder({ filters, onChange }: Omit<Props, 'reference'>) {
  return (
    <div className={classes.order}>
      <PickOne
        aria-label={t.list.sort}
        options={orders}
        value={filters.sort}
        onChange={(event) => onChange({ sort: event.currentTarget.value })}
        w={178}
        size="xs"
        aria-keyshortcuts="Alt+U"
        data-testid="sort"
      />
      <Checkbox label={t.list.openOnly} checked={filters.openOnly} onChange={(event) => onChange({ openOnly: event.currentTarget.checked })} data-testid="open-only" />
    </div>
  );
}
