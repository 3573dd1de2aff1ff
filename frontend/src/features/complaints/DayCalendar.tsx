import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { DeadlineView } from '../../api/types';
import { addDays, monthsBetween, monthTitle, weeksOf } from '../../format/date';
import { t } from '../../text/id';
import { dayCells, type DayCell, type DayLook } from './dayCells';
import classes from './DayCalendar.module.css';

const looks: DayLook[] = ['counted', 'due', 'off', 'weekend', 'paused', 'estimated', 'maybe'];
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/**
 * The months from the receipt to the due date. One stop for the Tab key; the
 * arrows go from day to day, and each says what became of it.
 */
export function DayCalendar({ deadline }: { deadline: DeadlineView }) {
  const cells = useMemo(() => new Map(dayCells(deadline).map((cell) => [cell.date, cell])), [deadline]);
  const dates = [...cells.keys()];
  const first = dates[0];
  const last = dates.at(-1);
  const [chosen, choose] = useState('');
  const [pointed, point] = useState('');
  const root = useRef<HTMLDivElement>(null);
  if (!first || !last) return null;
  const at = cells.has(chosen) ? chosen : cells.has(deadline.today) ? deadline.today : cells.has(deadline.due) ? deadline.due : last;
  const shown = cells.get(pointed) ?? cells.get(at)!;
  const used = looks.filter((look) => [...cells.values()].some((cell) => cell.look === look));

  const go = (date: string) => {
    const within = date < first ? first : date > last ? last : date;
    choose(within);
    root.current?.querySelector<HTMLElement>(`[data-date="${within}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = steps[event.key];
    const end: Record<string, string> = { Home: first, End: last, PageUp: addDays(at, -28), PageDown: addDays(at, 28) };
    const to = step === undefined ? end[event.key] : addDays(at, step);
    if (to === undefined) return;
    event.preventDefault();
    point('');
    go(to);
  };

  return (
    <div className={classes.calendar} ref={root} onKeyDown={onKeyDown} data-testid="day-calendar">
      <div className={classes.said} aria-hidden data-testid="day-said" data-look={shown.look}>{shown.said}</div>
      <ul className={classes.legend} aria-hidden>
        {used.map((look) => <li key={look}><span className={classes.sample} data-look={look} />{t.why.legend[look as keyof typeof t.why.legend]}</li>)}
      </ul>
      {monthsBetween(first, last).map((month) => (
        <table key={month} role="grid" aria-label={monthTitle(month)} className={classes.month}>
          <caption>{monthTitle(month)}</caption>
          <thead>
            <tr>{t.why.weekdays.map((name, i) => <th key={name} scope="col" abbr={t.why.weekdaysLong[i]}>{name}</th>)}</tr>
          </thead>
          <tbody>
            {weeksOf(month).filter((week) => week.some((date) => date && cells.has(date))).map((week, i) => (
              <tr key={i}>
                {week.map((date, weekday) => {
                  const cell = date ? cells.get(date) : undefined;
                  if (!cell) return <td key={weekday} className={classes.out}>{date && Number(date.slice(8))}</td>;
                  return <Day key={weekday} cell={cell} stop={cell.date === at} onFocus={() => { choose(cell.date); point(''); }} onPoint={point} />;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

interface DayProps {
  cell: DayCell;
  stop: boolean;
  onFocus: () => void;
  onPoint: (date: string) => void;
}

function Day({ cell, stop, onFocus, onPoint }: DayProps) {
  return (
    <td
      role="gridcell"
      className={classes.day}
      data-look={cell.look}
      data-today={cell.today || undefined}
      data-date={cell.date}
      aria-label={cell.said}
      aria-current={cell.today ? 'date' : undefined}
      tabIndex={stop ? 0 : -1}
      data-autofocus={stop || undefined}
      onFocus={onFocus}
      onClick={(event) => event.currentTarget.focus()}
      onMouseEnter={() => onPoint(cell.date)}
      onMouseLeave={() => onPoint('')}
    >
      <span className={classes.number}>{Number(cell.date.slice(8))}</span>
      {cell.today && <span className={classes.today}>{t.why.today}</span>}
      <span className={classes.words}>{cell.words}</span>
    </td>
  );
}
