import { Button } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useMay } from '../../api/hooks';
import type { DetailView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { isTyping } from '../../components/isTyping';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import { newAct } from './actFields';
import classes from './Moved.module.css';
import { useAct } from './queries';

/** What a colleague left to say; whom it is for puts it away with one key. */
export function HandoverNotice({ detail }: { detail: DetailView }) {
  const { text, byText, toText, mine, own } = detail.handover;
  const may = useMay('record') && (mine || own);
  const [act] = useState(() => newAct(detail, 'take_over'));
  const doing = useAct();
  const { mutateAsync, isPending } = doing;
  const read = useCallback(() => {
    // By promise: the notice is gone by then.
    if (!isPending) void mutateAsync(act).then(() => tell(mine ? t.handover.done : t.handover.withdrawn), () => undefined);
  }, [mutateAsync, isPending, act, mine]);

  useEffect(() => {
    if (!may || !mine) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
      event.preventDefault();
      read();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [may, mine, read]);

  return (
    <section className={classes.notice} aria-labelledby="handover" data-testid="handover-notice">
      <IconMailForward size={22} stroke={1.8} aria-hidden />
      <div className={classes.body}>
        <strong id="handover">{t.handover.title}</strong>{' '}
        <span className={classes.soft}>{t.handover.from(byText)}, {t.handover.to(toText)}</span>
        <div className={classes.words} data-testid="handover-text">{text}</div>
        <FaultAlert error={doing.error} />
      </div>
      {may && (
        <Button variant={mine ? 'filled' : 'default'} onClick={read} loading={isPending} aria-keyshortcuts={mine ? 'T' : undefined} rightSection={mine && <kbd>T</kbd>} data-testid="handover-read">
          {mine ? t.handover.read : t.handover.withdraw}
        </Button>
      )}
    </section>
  );
}
