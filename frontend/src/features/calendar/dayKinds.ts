// Kinds of days off: a letter, a word and a colour together. The rest of the words come from Go.
import type { CalendarView, OffDayView } from '../../api/types';
import { addDays } from '../../format/date';
import { t } from '../../text/id';

export interface DayMark {
  kind: string; // a kind of t.calendar.kinds
  estimated: boolean;
  names: string[];
}

export const markOf = (kind: string, estimated: boolean) =>
  estimated ? t.calendar.estimateMark : (t.calendar.kinds[kind] ?? { letter: '•', word: kind });

/** The days off of a year by date, estimates with every day that they may fall on. */
export function marksOf(calendar: CalendarView): Map<string, DayMark> {
  const marks = new Map<string, DayMark>();
  for (const day of calendar.days) {
    for (let date = day.date; date <= (day.to || day.date); date = addDays(date, 1)) {
      const had = marks.get(date);
      // A decree says more than an estimate.
      if (had) had.names.push(day.name);
      else marks.set(date, { kind: day.kind, estimated: day.estimated, names: [day.name] });
    }
  }
  return marks;
}

/** Kinds that occur, for the legend; estimates last. */
export function kindsOf(days: OffDayView[]): { kind: string; estimated: boolean }[] {
  const kinds = Object.keys(t.calendar.kinds).filter((kind) => days.some((day) => day.kind === kind && !day.estimated));
  return [
    ...kinds.map((kind) => ({ kind, estimated: false })),
    ...(days.some((day) => day.estimated) ? [{ kind: 'libur_nasional', estimated: true }] : []),
  ];
}
