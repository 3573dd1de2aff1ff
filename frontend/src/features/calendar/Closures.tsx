import { Button, Group, Text, Textarea, Title } from '@mantine/core';
import { IconBan, IconCalendarOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import type { CalendarView, ClosureView } from '../../api/types';
import { uuid7 } from '../../api/uuid';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { Mark } from '../../components/Mark';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import classes from './Calendar.module.css';
import { useRuleChange } from './queries';

/** Days on which this office was closed, also the withdrawn ones. */
export function Closures({ calendar }: { calendar: CalendarView }) {
  const [asking, setAsking] = useState('');
  return (
    <section className={`${classes.card} ${classes.after}`} aria-labelledby="closures">
      <Title order={2} size="h3" id="closures">{t.calendar.closures}</Title>
      {calendar.closures.length === 0 && <Text c="dimmed">{t.calendar.noClosures}</Text>}
      <ul className={classes.closures}>
        {calendar.closures.map((closure) => (
          <li key={closure.id} data-testid="closure" data-from={closure.from} data-in-force={closure.inForce}>
            <Group gap="xs" justify="space-between">
              <b>{closure.text}</b>
              {closure.inForce
                ? <Mark tone="info" icon={IconCalendarOff}>{t.calendar.inForce}</Mark>
                : <Mark tone="calm" icon={IconBan}>{t.calendar.withdrawn}</Mark>}
            </Group>
            <div>{closure.reason}</div>
            <div className={classes.soft}>{t.calendar.letter(closure.letter)}</div>
            <div className={classes.soft}>{[closure.byText, closure.syncText].filter(Boolean).join(' · ')}</div>
            {closure.withdrawnText && <div>{t.calendar.withdrawn}: {closure.withdrawnText}</div>}
            {closure.inForce && calendar.mayChange && (
              asking === closure.id
                ? <WithdrawForm closure={closure} onGone={() => setAsking('')} />
                : <Button size="compact-sm" variant="default" mt={4} onClick={() => setAsking(closure.id)} data-testid="closure-withdraw">{t.calendar.withdraw}</Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function WithdrawForm({ closure, onGone }: { closure: ClosureView; onGone: () => void }) {
  const [entryId] = useState(uuid7);
  const [reason, setReason] = useState('');
  const [error, setError] = useState('');
  const [rest, setRest] = useState<string[]>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  const withdraw = useRuleChange(desk.withdrawClosure);
  const send = () => {
    if (withdraw.isPending) return;
    setRest([]);
    withdraw.mutate({ entryId, closure: closure.id, reason }, {
      onSuccess: () => {
        tell(t.calendar.withdrawn_);
        onGone();
      },
      onError: (fault) => {
        const found = faultFields(toFault(fault), (name) => name === 'reason');
        setError(found.fields.reason ?? '');
        setRest(found.rest);
        field.current?.focus();
      },
    });
  };
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onGone();
        else if (event.ctrlKey && event.key === 'Enter') send();
        else return;
        event.preventDefault();
      }}
      data-testid="withdraw-form"
    >
      <Textarea ref={field} autoFocus autosize minRows={1} maxRows={4} label={t.calendar.withdrawWhy} withAsterisk value={reason} error={error} onChange={(event) => { setReason(event.currentTarget.value); setError(''); }} data-testid="field-reason" />
      <FaultAlert error={rest} />
      <Group gap="xs">
        <Button type="submit" loading={withdraw.isPending} data-testid="withdraw-save">{t.calendar.withdrawSave}</Button>
        <Button variant="default" onClick={onGone}>{t.calendar.cancel}</Button>
      </Group>
    </form>
  );
}
