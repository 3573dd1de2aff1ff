import { Button, Group, Loader, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconArrowNarrowRight, IconFileImport, IconMinus, IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import type { ImportPreviewView } from '../../api/types';
import { uuid7 } from '../../api/uuid';
import { focusField } from '../../components/enterMoves';
import { FaultAlert } from '../../components/FaultAlert';
import { tell } from '../../components/tell';
import { decreeName } from '../../format/decree';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './Calendar.module.css';
import { Impact } from './Impact';
import { useRuleChange } from './queries';

const unknownKey = 'calendar.package.key';
const wrongFingerprint = 'calendar.package.fingerprint';

/** A signed calendar from a file: looked at first, taken afterwards. */
export function ImportForm({ knowsKey, onDone, onClose }: { knowsKey: boolean; onDone: () => void; onClose: () => void }) {
  const [entryId] = useState(uuid7);
  const [name, setName] = useState('');
  const [file, setFile] = useState('');
  const [fingerprint, setFingerprint] = useState('');
  const root = useRef<HTMLFormElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const pick = useRef<HTMLButtonElement>(null);
  const preview = useMutation({ mutationFn: desk.previewCalendar });
  const take = useRuleChange(desk.importCalendar);

  useEffect(() => pick.current?.focus(), []);

  const fault = preview.error ? toFault(preview.error) : null;
  const asksKey = fault?.code === unknownKey || fault?.code === wrongFingerprint;
  useEffect(() => {
    if (asksKey) focusField(root.current, 'fingerprint');
  }, [asksKey, preview.failureCount]);

  const look = (text: string, typed: string) => preview.mutate({ entryId, file: text, fingerprint: typed });
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    const text = await chosen.text();
    setName(chosen.name);
    setFile(text);
    setFingerprint('');
    look(text, '');
  };
  const send = () => {
    if (!preview.data) {
      if (asksKey) look(file, fingerprint);
      return;
    }
    if (take.isPending) return;
    take.mutate({ entryId, file, fingerprint }, {
      onSuccess: () => {
        tell(t.calendar.taken);
        onDone();
      },
    });
  };

  return (
    <form
      ref={root}
      className={classes.form}
      noValidate
      data-testid="take-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        else if (event.ctrlKey && event.key === 'Enter') send();
        else return;
        event.preventDefault();
      }}
    >
      <Text size="xs" c="dimmed">{t.calendar.takeLead} {!knowsKey && t.calendar.takeUnknown}</Text>
      <input ref={picker} type="file" hidden tabIndex={-1} onChange={(event) => { void read(event.currentTarget.files?.[0]); event.currentTarget.value = ''; }} data-testid="take-file" />
      <Group gap="sm">
        <Button ref={pick} variant="default" leftSection={<IconFileImport size={18} />} onClick={() => picker.current?.click()} data-testid="take-pick">{name ? t.calendar.takeOther : t.calendar.takeFile}</Button>
        {name && <Text style={{ overflowWrap: 'anywhere' }}>{name}</Text>}
        {preview.isPending && <Loader size={16} aria-label={t.calendar.takeReading} />}
      </Group>
      {fault && <FaultAlert error={[fault.message]} />}
      {asksKey && (
        <TextInput label={t.calendar.fingerprint} description={t.calendar.fingerprintHint} autoComplete="off" value={fingerprint} onChange={(event) => setFingerprint(event.currentTarget.value)} data-testid="field-fingerprint" />
      )}
      {preview.data && <Preview preview={preview.data} />}
      <FaultAlert error={take.error} />
      <Group gap="xs">
        {asksKey && <Button type="submit" loading={preview.isPending} disabled={fingerprint.trim() === ''} data-testid="take-check">{t.calendar.fingerprintCheck}</Button>}
        {preview.data && <Button type="submit" loading={take.isPending} data-testid="take-save">{t.calendar.takeSave}</Button>}
        <Button variant="default" onClick={onClose}>{t.calendar.cancel}</Button>
      </Group>
    </form>
  );
}

function Preview({ preview }: { preview: ImportPreviewView }) {
  return (
    <div className={classes.preview} data-testid="take-preview">
      <Text fw={600}>
        {preview.oldText} <IconArrowNarrowRight size={18} role="img" aria-label={t.moved.becomes} style={{ verticalAlign: -4 }} /> {preview.newText}
      </Text>
      <Text size="xs">{preview.changes.length > 0 ? t.calendar.changes(count(preview.changes.length)) : t.calendar.noChanges}</Text>
      <ul className={classes.changes} tabIndex={preview.changes.length > 6 ? 0 : undefined}>
        {preview.changes.map((change, i) => (
          <li key={i} data-testid="take-change">
            {change.added ? <IconPlus size={16} aria-hidden /> : <IconMinus size={16} aria-hidden />}
            <div>
              <div><b>{change.text}</b> · {change.name}</div>
              {change.by && <div className={classes.soft}>{decreeName(change.by)}</div>}
            </div>
          </li>
        ))}
      </ul>
      <Impact impact={preview.impact} />
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{t.calendar.signer} {preview.signer}</Text>
    </div>
  );
}
