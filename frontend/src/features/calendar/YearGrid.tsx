import { useMemo } from 'react';
import type { CalendarView } from '../../api/types';
import { monthsBetween, monthTitle, shortDate, weekday, weeksOf } from '../../format/date';
import { t } from '../../text/id';
import classes from './Calendar.module.css';
import { kindsOf, markOf, marksOf } from './dayKinds';

interface Props {
  calendar: CalendarView;
  today: string;
  closing: { from: string; to: string }; // days that are being typed to close the office
}

const sixDays = 6;

/**
 * Twelve small months. For the eye only: the list beside it says the same in
 * words, so the grid is passed over by screen readers.
 */
export function YearGrid({ calendar, today, closing }: Props) {
  const marks = useMemo(() => marksOf(calendar), [calendar]);
  const free = (date: string) => weekday(date) === 0 || (weekday(date) === 6 && calendar.week !== sixDays);
  const { year } = calendar;
  return (
    <div aria-hidden data-testid="year-grid">
      <div className={classes.year}>
        {monthsBetween(`${year}-01-01`, `${year}-12-31`).map((month) => (
          <div key={month} className={classes.month} data-now={today.slice(0, 7) === month.slice(0, 7) || undefined}>
            <b>{monthTitle(month).replace(` ${year}`, '')}</b>
            <table>
              <thead>
                <tr>{t.calendar.weekdays.map((name) => <th key={name}>{name}</th>)}</tr>
              </thead>
              <tbody>
                {weeksOf(month).map((week, i) => (
                  <tr key={i}>
                    {week.map((date, at) => {
                      if (!date) return <td key={at} />;
                      const mark = marks.get(date);
                      const { letter, word } = mark ? markOf(mark.kind, mark.estimated) : { letter: '', word: '' };
                      const typed = closing.from !== '' && date >= closing.from && date <= closing.to;
                      return (
                        <td
                          key={at}
                          data-day={date}
                          data-kind={mark ? (mark.estimated ? 'estimate' : mark.kind) : undefined}
                          data-free={free(date) || undefined}
                          data-today={date === today || undefined}
                          data-typed={typed || undefined}
                          title={mark && `${shortDate(date)} ${word}: ${mark.names.join('; ')}`}
                        >
                          {Number(date.slice(8))}{letter && <sup>{letter}</sup>}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </div>
      <ul className={classes.legend}>
        {kindsOf(calendar.days).map(({ kind, estimated }) => {
          const { letter, word } = markOf(kind, estimated);
          return <li key={letter}><span className={classes.sample} data-kind={estimated ? 'estimate' : kind}>{letter}</span> {word}</li>;
        })}
        <li><span className={classes.sample} data-today>{Number(today.slice(8))}</span> {t.calendar.today}</li>
      </ul>
    </div>
  );
}
