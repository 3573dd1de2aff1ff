import { Button, Group, Paper, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconLock } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { LetterheadView } from '../../api/types';
import { uuid7 } from '../../api/uuid';
import { focusFirst } from '../../components/enterMoves';
import { KeyedForm } from '../../components/KeyedForm';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import classes from './Kop.module.css';

type Line = 'government' | 'name' | 'address' | 'phone' | 'contact' | 'place' | 'headTitle' | 'headName' | 'headRank' | 'headId';
const lines: Line[] = ['government', 'name', 'address', 'phone', 'contact', 'place', 'headTitle', 'headName', 'headRank', 'headId'];
type Words = 'askStatus' | 'ombudsman' | 'dataUse' | 'recipients' | 'instruction';
const words: Words[] = ['askStatus', 'ombudsman', 'dataUse', 'recipients', 'instruction'];

/** The letterhead of the office and the words on its papers; every PC of the office gets them. */
export function Kop() {
  const kop = useQuery({ queryKey: keys.kop, queryFn: desk.letterhead });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="kop" data-testid="kop">
      <Title order={2} id="kop" mb="xs">{t.kop.title}</Title>
      <FaultAlert error={kop.error} retry={() => void kop.refetch()} />
      {kop.data && (kop.data.mayChange ? <Form kop={kop.data} /> : (
        <Stack gap="xs">
          <Text data-testid="kop-read-only"><IconLock size={16} aria-hidden /> {t.kop.readOnly}</Text>
          <Preview kop={kop.data} />
        </Stack>
      ))}
    </Paper>
  );
}

function Form({ kop }: { kop: LetterheadView }) {
  const client = useQueryClient();
  const [changed, setChanged] = useState<Partial<LetterheadView>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [rest, setRest] = useState<string[]>([]);
  const [entryId, setEntryId] = useState(uuid7);
  const root = useRef<HTMLFormElement>(null);
  const input = { ...kop, ...changed };
  const saving = useMutation({
    mutationFn: desk.setLetterhead,
    onSuccess: (view) => {
      client.setQueryData(keys.kop, view);
      setChanged({});
      setEntryId(uuid7());
      tell(t.kop.saved);
    },
    onError: (error) => {
      const found = faultFields(toFault(error), (name) => [...lines, ...words, 'logo'].includes(name as Line));
      setErrors(found.fields);
      setRest(found.rest);
      focusFirst(root.current, Object.keys(found.fields));
    },
  });
  const set = (part: Partial<LetterheadView>) => {
    setChanged((before) => ({ ...before, ...part }));
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))));
  };
  const choosing = useMutation({ mutationFn: desk.chooseLogo, onSuccess: ({ logo, cancelled }) => { if (!cancelled) set({ logo }); } });
  const send = () => {
    if (saving.isPending || Object.keys(changed).length === 0) return;
    setErrors({});
    setRest([]);
    saving.mutate({ ...input, entryId });
  };
  return (
    <KeyedForm
      ref={root}
      onSend={send}
    >
      <Stack gap="sm">
        <Text c="dimmed" size="xs">{t.kop.lead}</Text>
        <Preview kop={input} />
        <Group gap="xs">
          <Button variant="default" loading={choosing.isPending} onClick={() => choosing.mutate()} data-testid="kop-logo">{t.kop.chooseLogo}</Button>
          {input.logo && <Button variant="subtle" onClick={() => set({ logo: '' })}>{t.kop.removeLogo}</Button>}
        </Group>
        <FaultAlert error={choosing.error ?? (errors.logo ? [errors.logo] : undefined)} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="xs">
          {lines.map((name) => (
            <TextInput key={name} label={t.kop[name]} autoComplete="off" value={input[name]} error={errors[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} data-testid={`field-${name}`} />
          ))}
        </SimpleGrid>
        {words.map((name) => (
          <Textarea key={name} label={t.kop[name]} autosize minRows={2} maxRows={8} value={input[name]} error={errors[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} data-testid={`field-${name}`} />
        ))}
        <FaultAlert error={rest} />
        <Group><Button type="submit" data-enter-stop loading={saving.isPending} disabled={Object.keys(changed).length === 0} data-testid="kop-save">{t.kop.save}</Button></Group>
      </Stack>
    </KeyedForm>
  );
}

function Preview({ kop }: { kop: LetterheadView }) {
  return (
    <div className={classes.preview} role="img" aria-label={t.kop.preview} data-testid="kop-preview">
      <div>{kop.logo && <img src={kop.logo} alt="" />}</div>
      <div>
        <div>{kop.government.toUpperCase()}</div>
        <div className={classes.name}>{kop.name.toUpperCase()}</div>
        <small>{kop.address}</small>
        <small>{[kop.phone && `Telepon ${kop.phone}`, kop.contact].filter(Boolean).join(' · ')}</small>
      </div>
      <div />
      <div className={classes.line} />
    </div>
  );
}
