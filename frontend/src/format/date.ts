// Dates as clerks type and read them. Inside the program a date is
// "2026-11-23", a moment "2026-11-23T14:30", both in the office's zone.

const months = [
  ['januari', 'jan'], ['februari', 'feb', 'pebruari', 'peb'], ['maret', 'mar'], ['april', 'apr'],
  ['mei'], ['juni', 'jun'], ['juli', 'jul'], ['agustus', 'agt', 'agu', 'ags'],
  ['september', 'sep', 'sept'], ['oktober', 'okt'], ['november', 'nov', 'nop', 'nopember'],
  ['desember', 'des'],
];
const monthNames = [
  'Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni',
  'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember',
];
const dayNames = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'];
const relative: Record<string, number> = {
  'hari ini': 0, sekarang: 0, tadi: 0, 'tadi pagi': 0, 'tadi siang': 0, 'tadi malam': -1, 'malam tadi': -1, kemarin: -1, kemaren: -1, kamarian: -1,
  'kemarin lusa': -2, 'kemaren lusa': -2, 'kemarin dulu': -2, 'lusa kemarin': -2, 'seminggu lalu': -7, 'minggu lalu': -7, lusa: 2, besok: 1,
};
const weekdays: Record<string, number> = {
  minggu: 0, ahad: 0, senin: 1, selasa: 2, rabu: 3, kamis: 4, jumat: 5, "jum'at": 5, sabtu: 6,
};

export interface ParseOptions {
  today: string;
  /** Without a year the latest such day that is not after today is meant. */
  past?: boolean;
}

const pad = (n: number) => String(n).padStart(2, '0');
const utc = (date: string) => new Date(`${date}T00:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);

export function addDays(date: string, days: number): string {
  const moved = utc(date);
  moved.setUTCDate(moved.getUTCDate() + days);
  return iso(moved);
}

export const weekday = (date: string) => utc(date).getUTCDay();
export const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
export const isMoment = (text: string) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text);

function civil(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year > 1900 && year < 2200 ? iso(date) : null;
}

function withYear(day: number, month: number, yearText: string | undefined, o: ParseOptions): string | null {
  const thisYear = Number(o.today.slice(0, 4));
  if (yearText) {
    const typed = Number(yearText);
    const year = yearText.length > 2 ? typed : typed > (thisYear % 100) + 10 ? 1900 + typed : 2000 + typed;
    return civil(year, month, day);
  }
  const found = civil(thisYear, month, day);
  if (o.past && (found === null || found > o.today)) return civil(thisYear - 1, month, day) ?? found;
  return found;
}

/** "senin" is the last or the next one, whichever the field is about; "senin lalu" never today. */
function dayOfWeek(text: string, o: ParseOptions): string | null {
  const m = /^(?:hari )?([a-z']+)(?: (lalu|kemarin|ini|depan))?$/.exec(text);
  const wanted = m && weekdays[m[1]!];
  if (wanted === null || wanted === undefined) return null;
  const back = m![2] === 'depan' ? false : m![2] === 'lalu' || m![2] === 'kemarin' || !!o.past;
  const days = (wanted - weekday(o.today) + 7) % 7;
  if (back) return addDays(o.today, days === 0 ? (m![2] ? -7 : 0) : days - 7);
  return addDays(o.today, days === 0 && m![2] === 'depan' ? 7 : days);
}

/** "3 hari lalu", "2 minggu yang lalu" */
function ago(text: string, o: ParseOptions): string | null {
  const m = /^(\d{1,3}) (hari|minggu|mgg|hr) (?:yang |yg )?(?:lalu|lewat)$/.exec(text);
  return m ? addDays(o.today, -Number(m[1]) * (m[2]!.startsWith('h') ? 1 : 7)) : null;
}

/** Understands 1/3, 010326, 01/03/2026, 1 maret, 2026-03-01, kemarin lusa, senin, 3 hari lalu. Null when it does not. */
export function parseDate(typed: string, o: ParseOptions): string | null {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  if (text in relative) return addDays(o.today, relative[text]!);
  const said = ago(text, o) ?? dayOfWeek(text, o);
  if (said) return said;
  let m = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (m) return civil(Number(m[1]), Number(m[2]), Number(m[3]));
  m = /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(text) ?? /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?$/.exec(text);
  if (m) return withYear(Number(m[1]), Number(m[2]), m[3], o);
  m = /^(\d{1,2}) ?([a-z]+)\.?(?: ?(\d{2}|\d{4}))?$/.exec(text);
  if (m) {
    const month = months.findIndex((names) => names.includes(m![2]!));
    return month < 0 ? null : withYear(Number(m[1]), month + 1, m[3], o);
  }
  m = /^(\d{1,2})$/.exec(text);
  return m ? civil(Number(o.today.slice(0, 4)), Number(o.today.slice(5, 7)), Number(m[1])) : null;
}

function parseTime(hours: string, minutes: string | undefined): string | null {
  const h = Number(hours);
  const min = Number(minutes ?? 0);
  return h < 24 && min < 60 ? `${pad(h)}:${pad(min)}` : null;
}

const officeOpens = '08:00';

/** A date with an hour behind it: "1/3 9.15", "kemarin jam 9". An hour alone means today. */
export function parseMoment(typed: string, o: ParseOptions & { now: string }): string | null {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ').replace(/ (wib|wita|wit)$/, '');
  if (text === 'sekarang' || text === '') return o.now;
  const alone = /^(?:jam |pukul )?(\d{1,2})[.:](\d{2})$/.exec(text);
  if (alone && (text.includes(':') || /jam|pukul/.test(text) || Number(alone[2]) > 12)) {
    const time = parseTime(alone[1]!, alone[2]);
    return time && `${o.today}T${time}`;
  }
  const m =
    /^(.+?)[ ,t]+(?:jam |pukul )?(\d{1,2})[.:](\d{2})$/.exec(text) ??
    /^(.+?)[ ,]+(\d{2})(\d{2})$/.exec(text.replace(/ (19|20)\d\d$/, ' x')) ??
    /^(.+?)[ ,]+(?:jam|pukul) (\d{1,2})()$/.exec(text);
  if (m) {
    const date = parseDate(m[1]!, o);
    const time = parseTime(m[2]!, m[3] || undefined);
    if (date && time) return `${date}T${time}`;
  }
  const date = parseDate(text, o);
  return date && `${date}T${officeOpens}`;
}

/** 23/11/2026 */
export function shortDate(date: string): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

/** 23/11/2026 14.30 */
export function shortMoment(moment: string): string {
  return `${shortDate(moment.slice(0, 10))} ${clock(moment)}`;
}

/** 14.30 of "2026-11-23T14:30" */
export const clock = (moment: string) => moment.slice(11, 16).replace(':', '.');

/** Senin, 23 November 2026 */
export function longDate(date: string): string {
  const d = utc(date);
  return `${dayNames[d.getUTCDay()]}, ${d.getUTCDate()} ${monthNames[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}

/** Desember 2026 */
export const monthTitle = (date: string) => `${monthNames[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

/** The first days of the months that two dates span, both ends included. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let first = `${from.slice(0, 7)}-01`; first <= to; first = monthOf(first, 1).from) months.push(first);
  return months;
}

/** The weeks of a month, Monday first; null stands for a day of another month. */
export function weeksOf(month: string): (string | null)[][] {
  const { from, to } = monthOf(month, 0);
  const weeks: (string | null)[][] = [];
  for (let monday = addDays(from, -((weekday(from) + 6) % 7)); monday <= to; monday = addDays(monday, 7)) {
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((i) => addDays(monday, i)).map((day) => (day < from || day > to ? null : day)));
  }
  return weeks;
}

/** First and last day of the month that lies `shift` months from the given day. */
export function monthOf(date: string, shift: number): { from: string; to: string } {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7)) - 1 + shift;
  return { from: iso(new Date(Date.UTC(year, month, 1))), to: iso(new Date(Date.UTC(year, month + 1, 0))) };
}

/** Hour and minute on the wall of this PC, for "saved at" lines about this very moment. */
export function wallClock(at: Date): string {
  return `${pad(at.getHours())}.${pad(at.getMinutes())}`;
}
