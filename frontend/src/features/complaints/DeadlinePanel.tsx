import { Text } from '@mantine/core';
import { IconCalendarDue } from '@tabler/icons-react';
import type { DayView, DeadlineView } from '../../api/types';
import { Provisional } from '../../components/Provisional';
import { count } from '../../format/number';
import { t } from '../../text/id';
import { namedDays } from './dayCells';
import classes from './DeadlinePanel.module.css';
import { WhyButton } from './Explanation';

interface Props {
  deadline: DeadlineView | undefined;
  stale?: boolean;
  brief?: boolean; // beside the questions of an act: the date alone
}

/** Class and due date while the form is typed; the days behind them on request. */
export function DeadlinePanel({ deadline, stale, brief }: Props) {
  if (!deadline) return <div className={classes.panel} aria-busy />;
  return (
    <div className={classes.panel} aria-busy={stale} data-testid="deadline-panel">
      <div aria-live="polite">
        <Text size="xs">{deadline.classText}</Text>
        <div className={classes.due}>
          <IconCalendarDue size={22} stroke={1.8} aria-hidden />
          <strong data-testid="deadline-due" data-due={deadline.due}>{deadline.dueText || t.deadline.standing}</strong>
        </div>
        {deadline.provisional && deadline.due && <Provisional range={deadline.rangeText} />}
        <Text size="xs" c="dimmed">{t.deadline.counted(count(deadline.counted), count(deadline.skipped))}</Text>
      </div>
      {!brief && <Named days={namedDays(deadline.days)} />}
      {!brief && <div><WhyButton deadline={deadline} /></div>}
    </div>
  );
}

const mostNamed = 5;

function Named({ days }: { days: DayView[] }) {
  if (days.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {days.slice(0, mostNamed).map((day) => <li key={day.date}><b>{day.text}</b> {day.reason}</li>)}
      {days.length > mostNamed && <li className={classes.soft}>{t.deadline.more(count(days.length - mostNamed))}</li>}
    </ul>
  );
}
