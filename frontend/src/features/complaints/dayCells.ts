// The days from the receipt to the due date, each with what became of it: for
// the eye, and as the sentence that is read out.
import type { DayView, DeadlineView } from '../../api/types';
import { addDays, longDate, weekday } from '../../format/date';
import { decreeName } from '../../format/decree';
import { t } from '../../text/id';

export type DayLook = 'received' | 'counted' | 'due' | 'off' | 'weekend' | 'paused' | 'estimated' | 'maybe';

export interface DayCell {
  date: string;
  look: DayLook;
  today: boolean;
  words: string; // in the cell
  said: string; // the whole of it, with reason and decree
}

/** A Saturday or Sunday that is closed for no other reason. */
const isWeekend = (day: DayView) => day.decree === '' && !day.paused && !day.estimated && [0, 6].includes(weekday(day.date));

/** Skipped days that have a name: holidays, closures, estimates. */
export const namedDays = (days: DayView[]) => days.filter((day) => day.number === 0 && !day.paused && !isWeekend(day));

export function dayCells(deadline: DeadlineView): DayCell[] {
  if (!deadline.received || deadline.days.length === 0) return [];
  const cells: DayCell[] = [cell(deadline, deadline.received, 'received', t.why.received, t.why.received)];
  for (const day of deadline.days) {
    if (day.date > deadline.received) cells.push(ofDay(deadline, day));
  }
  // While the clock stands nothing is counted: every day since then waits.
  if (deadline.paused) {
    for (let date = addDays(cells.at(-1)!.date, 1); date <= deadline.today; date = addDays(date, 1)) {
      cells.push(cell(deadline, date, 'paused', t.why.paused, t.why.pausedDay));
    }
  }
  // An estimate has two ends: the days up to the later one may still be in time.
  const last = cells.at(-1)!.date;
  if (deadline.due !== '') {
    for (let date = addDays(last, 1); date <= deadline.latest; date = addDays(date, 1)) {
      const end = date === deadline.latest;
      cells.push(cell(deadline, date, 'maybe', end ? t.why.latest : t.why.maybe, end ? t.why.latestDay : t.why.maybeDay));
    }
  }
  return cells;
}

function ofDay(deadline: DeadlineView, day: DayView): DayCell {
  if (day.paused) return cell(deadline, day.date, 'paused', t.why.paused, t.why.pausedDay);
  if (day.number > 0) {
    const nth = t.why.nthDay(day.number);
    return day.date === deadline.due
      ? cell(deadline, day.date, 'due', t.why.due, `${t.why.due}, ${nth}`)
      : cell(deadline, day.date, 'counted', t.why.nth(day.number), nth);
  }
  const said = [t.why.skipped, day.reason, decreeName(day.decree)].filter(Boolean).join(', ');
  if (day.estimated) return cell(deadline, day.date, 'estimated', day.reason, said);
  return isWeekend(day) ? cell(deadline, day.date, 'weekend', '', t.why.weekendDay) : cell(deadline, day.date, 'off', day.reason, said);
}

function cell(deadline: DeadlineView, date: string, look: DayLook, words: string, what: string): DayCell {
  const today = date === deadline.today;
  return { date, look, today, words, said: `${longDate(date)}: ${what}${today ? `, ${t.why.today}` : ''}` };
}
