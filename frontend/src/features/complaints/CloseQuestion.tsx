import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import { FaultAlert } from '../../components/FaultAlert';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import { newAct } from './actFields';
import { useAct } from './queries';
import classes from './Work.module.css';

interface Props {
  id: string;
  number: string;
  today: string;
  onGone: (back: boolean) => void; // back: the row gets the focus again
}

/** Closing what the reporter let rest: one more key, because it cannot be taken back. */
export function CloseQuestion({ id, number, today, onGone }: Props) {
  const client = useQueryClient();
  const doing = useAct();
  const [reading, setReading] = useState<unknown>(null);
  const busy = useRef(false);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);

  const close = async () => {
    if (busy.current) return;
    busy.current = true;
    setReading(null);
    try {
      const detail = await client.fetchQuery({ queryKey: keys.detail(id), queryFn: () => desk.detail(id, false) });
      await doing.mutateAsync({ ...newAct(detail, 'close'), text: t.work.closeText, on: today });
      tell(t.work.closed(number));
      onGone(true);
    } catch (error) {
      setReading(error);
    } finally {
      busy.current = false;
    }
  };

  return (
    <div
      className={classes.question}
      data-testid="close-question"
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) onGone(false);
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        if (event.key === 'Escape') onGone(true);
        else if (event.key.toLowerCase() === 's') void close();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <span>{t.work.closeAsk} <b>{t.work.closeText}</b></span>
      <span className={classes.answers}>
        <Button ref={yes} size="compact-md" loading={doing.isPending} onClick={() => void close()} data-testid="close-yes">{t.work.closeYes}</Button>
        <Button size="compact-md" variant="default" onClick={() => onGone(true)}>{t.work.closeNo}</Button>
      </span>
      <FaultAlert error={reading} />
    </div>
  );
}
