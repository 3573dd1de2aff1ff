import { Button, Group, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useSession } from '../../api/hooks';
import type { CalendarView, CloseInput } from '../../api/types';
import { uuid7 } from '../../api/uuid';
import { DateField } from '../../components/DateField';
import { focusFirst } from '../../components/enterMoves';
import { KeyedForm } from '../../components/KeyedForm';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import classes from './Calendar.module.css';
import { Impact } from './Impact';
import { useClosureImpact, useRuleChange } from './queries';

interface Props {
  today: string;
  onDays: (from: string, to: string) => void;
  onDone: (view: CalendarView) => void;
  onClose: () => void;
}

const previewMs = 250;
const fields = ['from', 'to', 'reason', 'letter', 'letterOn'];
const empty = (): CloseInput => ({ entryId: uuid7(), from: '', to: '', reason: '', letter: '', letterOn: '' });

// What was begun and closed again, until the program ends; gone once it is done.
let begun: { account: string; input: CloseInput } | null = null;

/** Closes this office for some days; shows beforehand which deadlines that moves. */
export function CloseForm({ today, onDays, onDone, onClose }: Props) {
  const account = useSession()?.account ?? '';
  const [input, setInput] = useState(() => (begun?.account === account ? begun.input : empty()));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [rest, setRest] = useState<string[]>([]);
  const root = useRef<HTMLFormElement>(null);
  const [asked] = useDebouncedValue(input, previewMs);
  const impact = useClosureImpact(asked);
  const closing = useRuleChange(desk.closeOffice);

  const { from, to } = input;
  const tellDays = useRef(onDays);
  useEffect(() => {
    tellDays.current = onDays;
  });
  useEffect(() => tellDays.current(from, to), [from, to]);
  useEffect(() => {
    root.current?.querySelector<HTMLElement>('input')?.focus();
  }, []);

  const set = (part: Partial<CloseInput>) => {
    const next = { ...input, ...part };
    begun = { account, input: next };
    setInput(next);
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))));
  };
  // What is wrong with the days is told while they are typed.
  const early = impact.error ? faultFields(toFault(impact.error), (name) => fields.includes(name)) : { fields: {} as Record<string, string>, rest: [] };

  const send = () => {
    if (closing.isPending) return;
    setErrors({});
    setRest([]);
    closing.mutate(input, {
      onSuccess: (view) => {
        begun = null;
        tell(t.calendar.closed);
        onDone(view);
      },
      onError: (error) => {
        const found = faultFields(toFault(error), (name) => fields.includes(name));
        setErrors(found.fields);
        setRest(found.rest);
        focusFirst(root.current, Object.keys(found.fields));
      },
    });
  };
  const bind = (name: keyof CloseInput) => ({ value: input[name], error: errors[name] ?? early.fields[name], 'data-testid': `field-${name}` });

  return (
    <KeyedForm
      ref={root}
      className={classes.form}
      data-testid="close-form"
      onSend={send}
      onKey={(event) => {
        const leaves = event.key === 'Escape' && !event.defaultPrevented;
        if (leaves) onClose();
        return leaves;
      }}
    >
      <Text size="xs" c="dimmed">{t.calendar.closeLead}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing={6}>
        <DateField label={t.calendar.from} withAsterisk placeholder={t.calendar.dateExample} today={today} {...bind('from')} onChange={(value) => set({ from: value })} />
        <DateField label={t.calendar.to} placeholder={t.calendar.toOneDay} today={today} {...bind('to')} onChange={(value) => set({ to: value })} />
      </SimpleGrid>
      <TextInput label={t.calendar.reason} withAsterisk placeholder={t.calendar.reasonExample} autoComplete="off" {...bind('reason')} onChange={(event) => set({ reason: event.currentTarget.value })} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing={6}>
        <TextInput label={t.calendar.letterNumber} withAsterisk placeholder={t.calendar.letterExample} autoComplete="off" {...bind('letter')} onChange={(event) => set({ letter: event.currentTarget.value })} />
        <DateField label={t.calendar.letterOn} withAsterisk placeholder={t.form.dateExample} today={today} past {...bind('letterOn')} onChange={(value) => set({ letterOn: value })} />
      </SimpleGrid>
      {impact.data ? <Impact impact={impact.data} /> : !impact.error && <Text size="xs" c="dimmed">{t.calendar.impactWaiting}</Text>}
      <FaultAlert error={rest.length > 0 ? rest : early.rest} />
      <Group gap="xs">
        <Button type="submit" data-enter-stop loading={closing.isPending} data-testid="close-save">{t.calendar.closeSave}</Button>
        <Button variant="default" onClick={onClose}>{t.calendar.cancel}</Button>
      </Group>
    </KeyedForm>
  );
}
