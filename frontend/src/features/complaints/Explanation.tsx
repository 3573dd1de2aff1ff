import { Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowNarrowRight, IconCalendarDue, IconHelpCircle, IconPrinter } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ClockView, DeadlineView, MoveView } from '../../api/types';
import { Mark } from '../../components/Mark';
import { Provisional } from '../../components/Provisional';
import { decreeName } from '../../format/decree';
import { t } from '../../text/id';
import { DayCalendar } from './DayCalendar';
import { dayCells } from './dayCells';
import classes from './Explanation.module.css';
import { urgencyLook } from './marks';

interface Props {
  deadline: DeadlineView;
  number?: string; // of the complaint, once it has one
}

/** "Kenapa tanggal ini?": opens the explanation; Esc gives the focus back to where it was. */
export function WhyButton({ deadline, number }: Props) {
  const [opened, setOpened] = useState(false);
  const before = useRef<Element | null>(null);
  const open = useCallback(() => {
    before.current = document.activeElement;
    setOpened(true);
  }, []);
  const close = () => {
    setOpened(false);
    // After the drawer has let go of it.
    setTimeout(() => (before.current as HTMLElement | null)?.focus());
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.key.toLowerCase() !== 'k') return;
      if (document.body.classList.contains('locked') || document.querySelector('[role=dialog][aria-modal=true]')) return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);
  return (
    <>
      <Button variant="default" size="compact-md" leftSection={<IconHelpCircle size={18} />} onClick={open} aria-keyshortcuts="Alt+K" data-testid="why">
        {t.why.open}
      </Button>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        size="min(860px, 100%)"
        title={[t.why.title, number && t.why.number(number)].filter(Boolean).join(' · ')}
        transitionProps={{ duration: 0 }}
        closeButtonProps={{ 'aria-label': t.common.close, className: 'no-print' }}
        closeOnEscape={false}
        returnFocus={false}
        classNames={{ inner: classes.drawer, content: classes.content, overlay: 'no-print' }}
        onKeyDown={(event) => {
          // The form below hears no key of this panel.
          event.stopPropagation();
          if (event.key !== 'Escape') return;
          event.preventDefault();
          close();
        }}
      >
        <div data-testid="why-panel"><Explanation deadline={deadline} onClose={close} /></div>
      </Drawer>
    </>
  );
}

function Explanation({ deadline, onClose }: { deadline: DeadlineView; onClose: () => void }) {
  return (
    <Stack gap="md">
      <DueLine deadline={deadline} />
      <Text data-testid="why-text">{deadline.explanation}</Text>
      {deadline.days.length > 0 && (
        <section aria-label={t.why.calendar} className="no-print">
          <Text size="xs" c="dimmed" mb={4}>{t.why.calendarKeys}</Text>
          <DayCalendar deadline={deadline} />
        </section>
      )}
      <OtherClocks clocks={deadline.clocks} />
      <Moves moves={deadline.moves} />
      <DayList deadline={deadline} />
      <Group className="no-print">
        <Button variant="default" onClick={onClose}>{t.why.close}</Button>
        <Button variant="default" leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>{t.why.print}</Button>
      </Group>
    </Stack>
  );
}

/** The date itself, with the range of an estimate. */
export function DueLine({ deadline }: { deadline: DeadlineView }) {
  return (
    <div className={classes.due}>
      <IconCalendarDue size={22} stroke={1.8} aria-hidden />
      <strong>{deadline.dueText}</strong>
      {deadline.provisional && deadline.due && <Provisional range={deadline.rangeText} />}
    </div>
  );
}

/** The dates beside the deadline that still count. */
export function OtherClocks({ clocks }: { clocks: ClockView[] }) {
  if (clocks.length === 0) return null;
  return (
    <section aria-labelledby="clocks">
      <Title order={3} id="clocks">{t.why.clocks}</Title>
      <ul className={classes.clocks}>
        {clocks.map((clock) => {
          const { tone, icon } = urgencyLook(clock.level);
          const word = t.why.level[clock.level];
          return (
            <li key={clock.key} data-testid={`clock-${clock.key}`} data-level={clock.level}>
              <span>{clock.label}</span>
              <b>{clock.text}</b>
              {word && <Mark tone={tone} icon={icon}>{word}</Mark>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Every change of the date since the receipt was made, oldest first. */
export function Moves({ moves }: { moves: MoveView[] }) {
  return (
    <section aria-labelledby="moves">
      <Title order={3} id="moves">{t.why.moves}</Title>
      {moves.length === 0 ? <Text c="dimmed">{t.why.noMoves}</Text> : <MoveList moves={moves} />}
    </section>
  );
}

export function MoveList({ moves }: { moves: MoveView[] }) {
  return (
    <ol className={classes.moves} data-testid="moves">
      {moves.map((move, i) => (
        <li key={i} data-testid="move">
          <MoveDates from={move.oldText} to={move.newText} />
          <span>{move.text}</span>
          <span className={classes.soft}>{[decreeName(move.decree), move.byText].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ol>
  );
}

/** 24/08/2025 → 25/08/2025 */
export function MoveDates({ from, to }: { from: string; to: string }) {
  return (
    <b className={classes.dates}>
      {from} <IconArrowNarrowRight size={18} role="img" aria-label={t.moved.becomes} /> {to}
    </b>
  );
}

function DayList({ deadline }: { deadline: DeadlineView }) {
  const cells = dayCells(deadline);
  if (cells.length === 0) return null;
  return (
    <section aria-labelledby="day-list">
      <Title order={3} id="day-list">{t.why.list}</Title>
      <ol className={classes.list} data-testid="day-list">
        {cells.map((cell) => <li key={cell.date} data-look={cell.look}>{cell.said}</li>)}
      </ol>
    </section>
  );
}
