import { Button, Progress } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { WaitingView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { isTyping } from '../../components/isTyping';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import { useTryNow } from './queries';
import classes from './Sync.module.css';
import { syncLook } from './syncLook';

/** One sentence on where everything is, what the line does, and the button that tries at once. */
export function SyncSummary({ view }: { view: WaitingView }) {
  const { sync } = view;
  const { tone, icon } = syncLook(sync);
  const trying = useTryNow();
  const button = useRef<HTMLButtonElement>(null);
  const left = useCountdown(view);
  const { mutate, isPending } = trying;
  const asked = useRef(useSearchParams()[0].get('catatan') ?? ''); // the entry that a complaint's history led to

  useEffect(() => {
    // Coming by key or by the status in the header: the next key should do something here.
    const holder = document.activeElement;
    if (holder && holder !== document.body && !holder.matches('a')) return;
    const place = document.getElementById(`sisih-${asked.current}`) ?? document.querySelector('[data-testid=set-aside]');
    const aside = place?.querySelector<HTMLElement>('textarea, button');
    (aside ?? button.current)?.focus({ preventScroll: !asked.current });
  }, []);

  useEffect(() => {
    if (!sync.enrolled) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'c' || event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
      event.preventDefault();
      if (!isPending) mutate();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [sync.enrolled, mutate, isPending]);

  return (
    <section className={classes.box} aria-labelledby="summary" data-testid="sync-summary" data-level={sync.level}>
      <h2 id="summary" className={classes.state} aria-live="polite" data-testid="sync-text"><Mark tone={tone} icon={icon}>{sync.text}</Mark></h2>
      {sync.advice && <p className={classes.advice} data-testid="sync-advice">{sync.advice}</p>}
      {sync.fillPercent >= 0 && (
        <div data-testid="sync-filling">
          <p className={classes.sentence}>{sync.fillText}</p>
          <Progress value={sync.fillPercent} size="lg" aria-label={t.sync.fill(sync.fillPercent)} />
        </div>
      )}
      <dl className={classes.facts}>
        <div><dt>{t.sync.line}</dt><dd data-testid="sync-line">{view.lineText}</dd></div>
        {left > 0 && <div><dt>{t.sync.next}</dt><dd data-testid="sync-next">{t.sync.nextIn(left)}</dd></div>}
        <div><dt>{t.sync.last}</dt><dd>{sync.lastText || t.sync.never}</dd></div>
        {sync.oldestUnsent && <div><dt>{t.sync.oldest}</dt><dd>{sync.oldestUnsent}</dd></div>}
        {sync.server && <div><dt>{t.sync.serverName}</dt><dd>{sync.server}</dd></div>}
      </dl>
      <FaultAlert error={trying.error} />
      {sync.enrolled && (
        <Button ref={button} leftSection={<IconRefresh size={18} />} loading={isPending} onClick={() => mutate()} aria-keyshortcuts="C" data-testid="sync-now">
          {t.sync.tryNow} (C)
        </Button>
      )}
    </section>
  );
}

/** Seconds until the next attempt, counted from when Go said so. */
function useCountdown(view: WaitingView): number {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    setPassed(0);
    if (view.sync.nextIn <= 0) return;
    const begun = performance.now();
    const timer = setInterval(() => setPassed(Math.floor((performance.now() - begun) / 1000)), 1000);
    return () => clearInterval(timer);
  }, [view]);
  return Math.max(0, view.sync.nextIn - passed);
}
