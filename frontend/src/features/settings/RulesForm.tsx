import { Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { refreshAll } from '../../api/changes';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { RulesView } from '../../api/types';
import { uuid7 } from '../../api/uuid';
import { focusFirst } from '../../components/enterMoves';
import { KeyedForm } from '../../components/KeyedForm';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { PickOne } from '../../components/PickOne';
import { tell } from '../../components/tell';
import { YesNo } from '../../components/YesNo';
import { t } from '../../text/id';
import { ExtraClasses } from './ExtraClasses';

type Numbers = 'verifyDays' | 'followUpDays' | 'responseDays' | 'completionDays';

const fields = ['week', 'zone', 'verifyDays', 'followUpDays', 'responseDays', 'completionDays', 'proposeClosing', 'notifyAt', 'classes'];
const option = ([value, label]: [string, string]) => ({ value, label, group: '' });

/** The settings of the office's clocks; saving counts every open complaint anew. */
export function RulesForm({ rules }: { rules: RulesView }) {
  const client = useQueryClient();
  const [changed, setChanged] = useState<Partial<RulesView>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [rest, setRest] = useState<string[]>([]);
  const [entryId, setEntryId] = useState(uuid7);
  const root = useRef<HTMLFormElement>(null);
  const input = { ...rules, ...changed };
  const saving = useMutation({
    mutationFn: desk.setRules,
    onSuccess: (view) => {
      client.setQueryData(keys.rules, view);
      setChanged({});
      setEntryId(uuid7());
      tell(t.rules.saved);
      refreshAll(client);
    },
    onError: (error) => {
      const found = faultFields(toFault(error), (name) => fields.includes(name));
      setErrors(found.fields);
      setRest(found.rest);
      focusFirst(root.current, Object.keys(found.fields));
    },
  });

  const set = (part: Partial<RulesView>) => {
    setChanged((before) => ({ ...before, ...part }));
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))));
  };
  const send = () => {
    if (saving.isPending || Object.keys(changed).length === 0) return;
    setErrors({});
    setRest([]);
    saving.mutate({ ...input, entryId, notifyAt: input.notifyAt.trim().replace('.', ':') });
  };
  const base = (name: keyof RulesView) => ({ error: errors[name], 'data-testid': `field-${name}` });
  const number = (name: Numbers, description: string) => (
    <TextInput
      label={t.rules[name]}
      description={description}
      inputMode="numeric"
      autoComplete="off"
      value={input[name] === 0 ? '' : String(input[name])}
      onChange={(event) => set({ [name]: Number(event.currentTarget.value.replace(/\D/g, '').slice(0, 4)) })}
      {...base(name)}
    />
  );

  return (
    <KeyedForm
      ref={root}
      data-testid="rules-form"
      onSend={send}
    >
      <Stack gap="sm">
        <Text c="dimmed" size="xs">{t.rules.lead}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="xs">
          <PickOne label={t.rules.week} options={Object.entries(t.rules.weeks).map(option)} value={String(input.week)} onChange={(event) => set({ week: Number(event.currentTarget.value) })} {...base('week')} />
          <PickOne label={t.rules.zone} options={Object.entries(t.rules.zones).map(option)} value={input.zone} onChange={(event) => set({ zone: event.currentTarget.value })} {...base('zone')} />
          {number('verifyDays', t.rules.workingDays)}
          {number('followUpDays', t.rules.workingDays)}
          {number('responseDays', t.rules.workingDays)}
          {number('completionDays', t.rules.calendarDays)}
          <TextInput label={t.rules.notifyAt} description={t.rules.notifyHint} autoComplete="off" value={input.notifyAt} onChange={(event) => set({ notifyAt: event.currentTarget.value })} {...base('notifyAt')} />
        </SimpleGrid>
        <YesNo label={t.rules.proposeClosing} value={input.proposeClosing} onChange={(proposeClosing) => set({ proposeClosing })} data-testid="field-proposeClosing" error={errors.proposeClosing} />
        <ExtraClasses classes={input.classes} kept={rules.classes.length} error={errors.classes} onChange={(classes) => set({ classes })} />
        <FaultAlert error={rest} />
        <Group>
          <Button type="submit" data-enter-stop loading={saving.isPending} disabled={Object.keys(changed).length === 0} data-testid="rules-save">{t.rules.save}</Button>
        </Group>
      </Stack>
    </KeyedForm>
  );
}
