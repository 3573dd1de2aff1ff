import { Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ClashView, DetailView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { isTyping } from '../../components/isTyping';
import { Mark } from '../../components/Mark';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import { newAct } from './actFields';
import { ClashCard, SettledClash } from './ClashCard';
import classes from './Clash.module.css';
import { useAct } from './queries';

export type Choice = 'accepted' | 'proposed' | 'undone';

interface Props {
  detail: DetailView; // unmasked where that was asked for
  maySettle: boolean;
  asked: boolean; // the clerk came here for it
}

/**
 * Two people wrote different values; nothing is lost, somebody decides. The keys
 * 1 and 2 decide the clash that has the focus, or the first; U takes it back.
 */
export function Clashes({ detail, maySettle, asked }: Props) {
  const root = useRef<HTMLElement>(null);
  const [focused, setFocused] = useState('');
  const [here, setHere] = useState<string[]>([]); // settled on this visit: they stay where they are
  const doing = useAct();
  const busy = useRef(false);
  const open = detail.clashes.filter((clash) => clash.settled === '');
  const shown = detail.clashes.filter((clash) => clash.settled === '' || here.includes(clash.id));
  const earlier = detail.clashes.filter((clash) => !shown.includes(clash));
  const current = open.find((clash) => clash.id === focused) ?? open[0];
  const last = shown.find((clash) => clash.id === here.at(-1) && clash.mayUndo);

  // The button that had the focus has gone with its card: the one in its place gets it.
  const follow = useRef('');
  useEffect(() => {
    if (!follow.current || document.activeElement !== document.body) return;
    root.current?.querySelector<HTMLElement>(`[data-clash="${CSS.escape(follow.current)}"] button`)?.focus();
    follow.current = '';
  }, [detail.clashes]);

  const { mutate } = doing;
  const settle = useCallback((clash: ClashView, take: Choice) => {
    if (busy.current || !maySettle) return;
    busy.current = true;
    follow.current = root.current?.contains(document.activeElement) ? clash.id : '';
    setHere((before) => [...before.filter((id) => id !== clash.id), clash.id]);
    mutate({ ...newAct(detail, 'settle'), clash: clash.id, take }, {
      onSuccess: () => tell(take === 'undone' ? t.clash.undone : t.clash.settled),
      onSettled: () => {
        busy.current = false;
      },
    });
  }, [mutate, detail, maySettle]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
      const key = event.key.toLowerCase();
      if (key === '1' && current) settle(current, 'accepted');
      else if (key === '2' && current?.takeText && !current.unfit) settle(current, 'proposed');
      else if (key === 'u' && last) settle(last, 'undone');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [current, last, settle]);

  // Only when the clerk came for it, and once: an event of the register must not move the page.
  const came = useRef(asked);
  useEffect(() => {
    if (!came.current) return;
    came.current = false;
    root.current?.querySelector<HTMLElement>('button')?.focus();
  }, []);

  if (detail.clashes.length === 0) return null;
  return (
    <section ref={root} className={classes.clashes} data-calm={open.length > 0 ? undefined : shown.length > 0 ? 'some' : 'none'} aria-labelledby="clashes" data-testid="clashes" data-open={open.length}
      onFocus={(event) => setFocused((event.target as HTMLElement).closest<HTMLElement>('[data-clash]')?.dataset.clash ?? '')}>
      {open.length > 0 && (
        <header className={classes.head}>
          <Title order={2} size="h3" id="clashes"><Mark plain tone="bad" icon={IconAlertTriangle}>{t.clash.title}</Mark></Title>
          <span>{t.clash.lead}</span>
        </header>
      )}
      {open.length === 0 && <Title order={2} size="h3" id="clashes" className={shown.length > 0 ? undefined : 'only-aloud'}>{t.clash.allSettled}</Title>}
      <FaultAlert error={doing.error} />
      {shown.map((clash) => clash.settled === ''
        ? <ClashCard key={clash.id} clash={clash} current={clash === current} maySettle={maySettle} onSettle={settle} />
        : <SettledClash key={clash.id} clash={clash} maySettle={maySettle} keyName={clash === last} onSettle={settle} />)}
      {earlier.length > 0 && (
        <details className={classes.earlier}>
          <summary>{t.clash.earlier(earlier.length)}</summary>
          {earlier.map((clash) => <SettledClash key={clash.id} clash={clash} maySettle={maySettle} keyName={false} onSettle={settle} />)}
        </details>
      )}
    </section>
  );
}
