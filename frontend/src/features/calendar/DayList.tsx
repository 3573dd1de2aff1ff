import { Text, Title } from '@mantine/core';
import type { OffDayView } from '../../api/types';
import { decreeName } from '../../format/decree';
import { t } from '../../text/id';
import classes from './Calendar.module.css';
import { markOf } from './dayKinds';

/** The days off in words: date, name, kind, and the decree that they rest on. */
export function DayList({ days, today }: { days: OffDayView[]; today: string }) {
  return (
    <section className={`${classes.card} ${classes.after}`} aria-labelledby="days">
      <Title order={2} size="h3" id="days">{t.calendar.days} ({days.length})</Title>
      {days.length === 0 && <Text c="dimmed">{t.calendar.noDays}</Text>}
      <ol className={classes.days} data-testid="calendar-days">
        {days.map((day) => {
          const { letter, word } = markOf(day.kind, day.estimated);
          return (
            <li key={`${day.date}${day.name}`} data-past={day.to < today || undefined} data-kind={day.kind} data-estimated={day.estimated || undefined} data-testid={`day-${day.date}`}>
              <span className={classes.sample} data-kind={day.estimated ? 'estimate' : day.kind} aria-hidden>{letter}</span>
              <div>
                <div><b>{day.text}</b> · {day.name}</div>
                <div className={classes.soft}>
                  {[
                    day.estimated ? `${day.kindText}, ${word.toLowerCase()}, ${t.calendar.undecided}` : day.kindText,
                    decreeName([day.decree, day.decreedOn].filter(Boolean).join(', ')),
                    day.scopeText,
                    day.weekend && t.calendar.weekend,
                    day.note,
                  ].filter(Boolean).join(' · ')}
                </div>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
