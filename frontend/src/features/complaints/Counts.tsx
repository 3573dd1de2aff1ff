import { UnstyledButton } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconArrowsDiff, IconCalendarDue, IconFolderOpen, type Icon } from '@tabler/icons-react';
import type { CountsView } from '../../api/types';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './List.module.css';
import type { Filters } from './useFilters';

interface Props {
  counts: CountsView | undefined;
  filters: Filters;
  onChange: (part: Partial<Filters>) => void;
}

const tiles: { due: string; of: keyof CountsView; icon: Icon; label: string; tone: string }[] = [
  { due: '', of: 'open', icon: IconFolderOpen, label: t.list.open, tone: 'calm' },
  { due: 'overdue', of: 'overdue', icon: IconAlertOctagon, label: t.list.overdue, tone: 'bad' },
  { due: 'today', of: 'today', icon: IconAlertTriangle, label: t.list.today, tone: 'warn' },
  { due: 'soon', of: 'soon', icon: IconCalendarDue, label: t.list.soon, tone: 'warn' },
];

/** What presses, in figures; each is also a filter. */
export function Counts({ counts, filters, onChange }: Props) {
  return (
    <div className={classes.counts} role="group" aria-label={t.list.counts}>
      {tiles.map(({ due, of, icon: Sign, label, tone }) => {
        const n = counts?.[of] ?? 0;
        const chosen = filters.openOnly && filters.due === due;
        return (
          <UnstyledButton
            key={of}
            className={classes.count}
            aria-pressed={chosen}
            data-tone={n > 0 ? tone : 'calm'}
            data-testid={`count-${of}`}
            onClick={() => onChange({ openOnly: true, due: chosen ? '' : due, dueFrom: '', dueTo: '' })}
          >
            <Sign size={20} stroke={1.8} aria-hidden />
            <strong>{counts ? count(n) : '–'}</strong>
            <span>{label}</span>
          </UnstyledButton>
        );
      })}
      {(filters.clashes || (counts?.clashes ?? 0) > 0) && (
        <UnstyledButton className={classes.count} aria-pressed={filters.clashes} data-tone="bad" data-testid="count-clashes" onClick={() => onChange({ clashes: !filters.clashes, openOnly: filters.clashes })}>
          <IconArrowsDiff size={20} stroke={1.8} aria-hidden />
          <strong>{counts ? count(counts.clashes) : '–'}</strong>
          <span>{t.list.clashFilter}</span>
        </UnstyledButton>
      )}
    </div>
  );
}
