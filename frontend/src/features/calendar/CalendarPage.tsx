import { Button, Group, Text, Title } from '@mantine/core';
import { IconCalendarCheck, IconCalendarOff, IconCalendarQuestion, IconFileImport, IconLock } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useReference } from '../../api/hooks';
import type { CalendarView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { isTyping } from '../../components/isTyping';
import { Mark } from '../../components/Mark';
import { addDays, isDate } from '../../format/date';
import { count } from '../../format/number';
import { PageWait } from '../../components/PageWait';
import { t } from '../../text/id';
import classes from './Calendar.module.css';
import { CloseForm } from './CloseForm';
import { Closures } from './Closures';
import { DayList } from './DayList';
import { ImportForm } from './ImportForm';
import { useCalendar } from './queries';
import { YearGrid } from './YearGrid';

/** The days off of a year: where each comes from, and what this office closed. */
export function CalendarPage() {
  const [year, setYear] = useState(0);
  const calendar = useCalendar(year);
  const today = useReference().data?.today;
  if (calendar.data && today) return <Year calendar={calendar.data} today={today} busy={calendar.isPlaceholderData} error={calendar.error} onYear={setYear} />;
  return <PageWait title={t.nav.calendar} error={calendar.error} retry={() => void calendar.refetch()} />;
}

interface YearProps {
  calendar: CalendarView;
  today: string;
  busy: boolean;
  error: unknown;
  onYear: (year: number) => void;
}

type Opened = '' | 'close' | 'take';

function Year({ calendar, today, busy, error, onYear }: YearProps) {
  const { year, years } = calendar;
  const [opened, setOpened] = useState<Opened>('');
  const [closing, setClosing] = useState<{ from: string; to: string }>({ from: '', to: '' });
  const opener = useRef<HTMLButtonElement>(null);
  const before = [year - 1].find((one) => years.includes(one));
  const after = [year + 1].find((one) => years.includes(one));

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
      const to = event.key === 'ArrowLeft' ? before : event.key === 'ArrowRight' ? after : undefined;
      if (to === undefined) return;
      event.preventDefault();
      onYear(to);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [before, after, onYear]);

  const open = (which: Opened) => (event: React.MouseEvent<HTMLButtonElement>) => {
    opener.current = event.currentTarget;
    setOpened(opened === which ? '' : which);
  };
  const close = () => {
    setOpened('');
    setClosing({ from: '', to: '' });
    opener.current?.focus();
  };

  return (
    <div className={classes.page} aria-busy={busy}>
      <header className={classes.head}>
        <Title order={1} aria-live="polite" data-testid="calendar-year" data-year={year} data-declared={calendar.declared}>{t.calendar.title(year)}</Title>
        <Group gap={8} wrap="nowrap">
          <Button size="compact-md" variant="default" disabled={!before} onClick={() => before && onYear(before)} aria-keyshortcuts="ArrowLeft" aria-label={t.calendar.previousAloud(year - 1)} data-testid="year-previous">{t.calendar.previous(year - 1)}</Button>
          <Button size="compact-md" variant="default" disabled={!after} onClick={() => after && onYear(after)} aria-keyshortcuts="ArrowRight" aria-label={t.calendar.nextAloud(year + 1)} data-testid="year-next">{t.calendar.next(year + 1)}</Button>
          {String(year) !== today.slice(0, 4) && <Button size="compact-md" variant="subtle" onClick={() => onYear(Number(today.slice(0, 4)))}>{t.calendar.thisYear}</Button>}
        </Group>
        <Mark tone={calendar.declared ? 'ok' : 'warn'} icon={calendar.declared ? IconCalendarCheck : IconCalendarQuestion}>
          {calendar.declared ? t.calendar.declared : t.calendar.estimated}
        </Mark>
        <Text size="xs" data-testid="working-days" data-count={calendar.workingDays}><b>{(calendar.declared ? t.calendar.workingDays : t.calendar.workingDaysAbout)(count(calendar.workingDays), year)}</b></Text>
      </header>
      <FaultAlert error={error} />
      <div className={classes.columns}>
        <div className={classes.months}>
          <YearGrid calendar={calendar} today={today} closing={closing} />
        </div>
        <div className={classes.side}>
          {calendar.mayChange ? (
            <section className={classes.card}>
              <Group gap={8}>
                <Button px={12} leftSection={<IconCalendarOff size={18} />} variant={opened === 'close' ? 'light' : 'default'} aria-expanded={opened === 'close'} onClick={open('close')} data-testid="calendar-close">{t.calendar.close}</Button>
                <Button px={12} leftSection={<IconFileImport size={18} />} variant={opened === 'take' ? 'light' : 'default'} aria-expanded={opened === 'take'} onClick={open('take')} data-testid="calendar-take">{t.calendar.take}</Button>
              </Group>
              {opened === 'close' && <CloseForm today={today} onDays={(from, to) => setClosing(shown(from, to))} onDone={(view) => { close(); onYear(view.year); }} onClose={close} />}
              {opened === 'take' && <ImportForm knowsKey={calendar.knowsKey} onDone={close} onClose={close} />}
            </section>
          ) : (
            <div className={classes.note} data-testid="calendar-read-only"><IconLock size={18} aria-hidden /> {t.calendar.readOnly}</div>
          )}
          <section className={classes.card} data-testid="calendar-status">
            <Text>{calendar.statusText}</Text>
            {calendar.amended.map((decree) => <Text key={decree} size="xs">{t.calendar.amended} {decree}</Text>)}
            <Text size="xs" c="dimmed">{calendar.revisionText}</Text>
            <Text size="xs" c="dimmed">{t.calendar.week(calendar.weekText)}</Text>
          </section>
          <Closures calendar={calendar} />
          <DayList days={calendar.days} today={today} />
        </div>
      </div>
    </div>
  );
}

const most = 60;

/** The days that are being typed, once they can be read. */
function shown(from: string, to: string) {
  if (!isDate(from)) return { from: '', to: '' };
  const end = isDate(to) && to >= from && to <= addDays(from, most) ? to : from;
  return { from, to: end };
}
