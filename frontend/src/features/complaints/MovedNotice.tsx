import { Button } from '@mantine/core';
import { IconCalendarRepeat } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useMay } from '../../api/hooks';
import type { DetailView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { isTyping } from '../../components/isTyping';
import { tell } from '../../components/tell';
import { decreeName } from '../../format/decree';
import { t } from '../../text/id';
import { newAct } from './actFields';
import { MoveDates } from './Explanation';
import classes from './Moved.module.css';
import { useAct } from './queries';

/** The date on the receipt is not the one that holds: from what to what, and why. keyed: T is not another notice's. */
export function MovedNotice({ detail, keyed }: { detail: DetailView; keyed: boolean }) {
  const mayRecord = useMay('record');
  const [act] = useState(() => newAct(detail, 'acknowledge'));
  const doing = useAct();
  const { mutateAsync, isPending } = doing;
  const know = useCallback(() => {
    // By promise: the notice is gone by then.
    if (!isPending) void mutateAsync(act).then(() => tell(t.moved.doneOne), () => undefined);
  }, [mutateAsync, isPending, act]);

  useEffect(() => {
    if (!mayRecord || !keyed) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
      event.preventDefault();
      know();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [mayRecord, keyed, know]);

  const news = detail.deadline.moves.filter((move) => move.untold);
  return (
    <section className={classes.notice} aria-labelledby="moved" data-testid="moved-notice">
      <IconCalendarRepeat size={22} stroke={1.8} aria-hidden />
      <div className={classes.body}>
        <strong id="moved">{t.moved.title}</strong>{' '}
        {news.length > 0 && <MoveDates from={news[0]!.oldText} to={news.at(-1)!.newText} />}
        {news.map((move, i) => (
          <div key={i}>{move.text} <span className={classes.soft}>{decreeName(move.decree)}</span></div>
        ))}
        <div className={classes.soft}>{t.moved.lead}</div>
        <FaultAlert error={doing.error} />
      </div>
      {mayRecord && <Button onClick={know} loading={isPending} aria-keyshortcuts={keyed ? 'T' : undefined} data-testid="moved-known">{t.moved.known}</Button>}
    </section>
  );
}
