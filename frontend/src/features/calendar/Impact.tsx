import { Text } from '@mantine/core';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { ImpactView } from '../../api/types';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './Calendar.module.css';

/** Which open complaints a change of the rules would move, and to when. */
export function Impact({ impact }: { impact: ImpactView }) {
  const rest = impact.total - impact.rows.length;
  return (
    <div className={classes.impact} aria-live="polite" data-testid="impact" data-total={impact.total}>
      <Text fw={600}>{impact.text}</Text>
      {impact.rows.length > 0 && (
        <ul className={classes.moving} tabIndex={impact.rows.length > 4 ? 0 : undefined} aria-label={t.calendar.impact}>
          {impact.rows.map((row) => (
            <li key={row.id} data-testid="impact-row">
              <span className={classes.number}>{row.number}</span>
              <span className={classes.dates}>
                {row.oldText} <IconArrowNarrowRight size={17} role="img" aria-label={t.moved.becomes} /> <b>{row.newText}</b>
                {row.earlier && ` (${t.calendar.earlier})`}
              </span>
              <span className={classes.soft}>{row.subject}</span>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && <Text size="xs" c="dimmed">{t.calendar.impactMore(count(rest))}</Text>}
    </div>
  );
}
