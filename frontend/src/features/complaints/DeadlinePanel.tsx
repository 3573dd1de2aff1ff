import { Text } from '@mantine/core';
import { IconCalendarDue } from '@tabler/icons-react';
import type { DayView, DeadlineView } from '../../api/types';
import { addDays, isDate, weekday } from '../../format/date';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './DeadlinePanel.module.css';

/** Class, due date, and every day between, counted or skipped with its reason. */
export function DeadlinePanel({ deadline, stale }: { deadline: DeadlineView | undefined; stale?: boolean }) {
  if (!deadline) return <div className={classes.panel} aria-busy />;
  return (
    <div className={classes.panel} aria-busy={stale}>
      <div aria-live="polite">
        <Text size="xs">{deadline.classText}</Text>
        <div className={classes.due}>
          <IconCalendarDue size={22} stroke={1.8} aria-hidden />
          <strong data-testid="deadline-due" data-due={deadline.due}>{deadline.dueText || t.deadline.standing}</strong>
        </div>
        {deadline.provisional && <Text size="xs" fw={600}>{t.deadline.provisional}</Text>}
        <Text size="xs" c="dimmed">{t.deadline.counted(count(deadline.counted), count(deadline.skipped))}</Text>
      </div>
      {deadline.days.length > 0 && <DeadlineDays days={deadline.days} />}
    </div>
  );
}

/** The days as weeks of a calendar, and the reasons of the skipped ones in words. */
export function DeadlineDays({ days }: { days: DayView[] }) {
  const closed = days.filter((day) => day.number === 0 && !(isWeekend(day) && day.decree === '' && !day.paused));
  const weekends = days.filter((day) => day.number === 0).length - closed.length;
  return (
    <div className={classes.days}>
      <table className={classes.weeks}>
        <caption className="only-aloud">{t.deadline.days}</caption>
        <thead>
          <tr><th scope="col">{t.deadline.month}</th>{t.deadline.weekdays.map((d) => <th key={d} scope="col">{d}</th>)}</tr>
        </thead>
        <tbody>
          {weeks(days).map((week) => (
            <tr key={week.monday}>
              <th scope="row">{t.deadline.months[Number(week.monday.slice(5, 7)) - 1]}</th>
              {week.days.map((day, i) => (
                <td key={i}>
                  {day && (
                    <span className={classes.day} data-look={look(day, days)} title={day.number ? `${day.text}: ${t.deadline.nth(day.number)}` : `${day.text}: ${day.reason}`}>
                      {Number(day.date.slice(8))}
                      <span className="only-aloud">{day.number ? t.deadline.nth(day.number) : day.reason}</span>
                    </span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {closed.length > 0 && (
        <ul className={classes.reasons}>
          {closed.map((day) => (
            <li key={day.date}>
              <b>{day.text}</b> {day.paused ? t.deadline.pausedDay : day.reason}
              {day.decree && <span className={classes.decree}> ({day.decree})</span>}
            </li>
          ))}
        </ul>
      )}
      {weekends > 0 && <Text size="xs" c="dimmed">{t.deadline.weekends(count(weekends))}</Text>}
    </div>
  );
}

const isWeekend = (day: DayView) => [0, 6].includes(weekday(day.date));

function look(day: DayView, days: DayView[]): string {
  if (day.paused) return 'paused';
  if (day.number === 0) return 'skipped';
  return day === days.findLast((d) => d.number > 0) ? 'due' : 'counted';
}

function weeks(days: DayView[]) {
  const result: { monday: string; days: (DayView | null)[] }[] = [];
  for (const day of days) {
    if (!isDate(day.date)) continue;
    const at = (weekday(day.date) + 6) % 7;
    const monday = addDays(day.date, -at);
    let week = result.at(-1);
    if (week?.monday !== monday) {
      week = { monday, days: Array<DayView | null>(7).fill(null) };
      result.push(week);
    }
    week.days[at] = day;
  }
  return result;
}
