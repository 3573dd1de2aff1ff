import { Button, Checkbox, Group, Stack, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { toFault } from '../../api/call';
import type { ActInput, ActView, DetailView, ReferenceView, TemplateView } from '../../api/types';
import { DateField } from '../../components/DateField';
import { focusFirst } from '../../components/enterMoves';
import { KeyedForm } from '../../components/KeyedForm';
import { FaultAlert } from '../../components/FaultAlert';
import { GapTextarea, selectGap } from '../../components/GapTextarea';
import { faultFields } from '../../components/faultFields';
import { PickOne } from '../../components/PickOne';
import { PickSearch } from '../../components/PickSearch';
import { tell } from '../../components/tell';
import { YesNo } from '../../components/YesNo';
import { t } from '../../text/id';
import { newAct, shapeOf, type ActField } from './actFields';
import { forget, placeOf, retyped } from './begun';
import { DeadlinePanel } from './DeadlinePanel';
import { ExtraClass } from './ExtraClass';
import classes from './Detail.module.css';
import { useAct, useAnswers, useDeadline } from './queries';
import { useActDraft } from './useActDraft';
import { ReadyWords } from './ReadyWords';
import words from './ReadyWords.module.css';

interface Props {
  act: ActView;
  detail: DetailView;
  reference: ReferenceView;
  account: string;
  onClose: () => void;
  onDone: () => void;
}

const none: TemplateView[] = [];

// Acts whose words go to the reporter: the ready answers are offered.
const answering = new Set(['answer', 'interim_reply']);

export function ActForm({ act, detail, reference, account, onClose, onDone }: Props) {
  const place = placeOf(account, detail.id, act.act);
  const [fresh] = useState(() => newAct(detail, act.act));
  const [input, setInput] = useState<ActInput>(() => retyped(fresh, place));
  const { typed, stop, resume } = useActDraft(place, fresh);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [rest, setRest] = useState<string[]>([]);
  const root = useRef<HTMLFormElement>(null);
  const sending = useRef(false);
  const doing = useAct();
  const shape = shapeOf(act.act);
  const ready = useRef<HTMLInputElement>(null);
  const answers = useAnswers(detail.id, answering.has(act.act)).data?.templates;
  // Quick hands ask for the ready words before they are here.
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current && answers) ready.current?.focus();
  }, [answers]);

  useEffect(() => {
    root.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }, []);

  useEffect(() => {
    const esc = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      onClose();
    };
    window.addEventListener('keydown', esc);
    return () => window.removeEventListener('keydown', esc);
  }, [onClose]);

  const set = (part: Partial<ActInput>) => {
    const next = { ...input, ...part };
    typed(next);
    setInput(next);
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))));
  };

  const send = () => {
    if (sending.current) return;
    sending.current = true;
    setErrors({});
    setRest([]);
    // By promise: this form is gone before the callbacks of its mutation, when the act is no longer offered.
    void stop().then(() => doing.mutateAsync(input)).then(() => {
      forget(place);
      tell(t.act.done(act.label));
      onDone();
    }, (error) => {
      resume();
      const found = faultFields(toFault(error), (field) => root.current?.querySelector(`[data-testid="field-${field}"]`) != null);
      setErrors(found.fields);
      setRest(found.rest);
      focusFirst(root.current, Object.keys(found.fields));
    }).finally(() => {
      sending.current = false;
    });
  };

  const toText = (from?: number) => requestAnimationFrame(() => {
    const area = root.current?.querySelector<HTMLTextAreaElement>('[data-testid="field-text"]');
    area?.focus();
    if (area && from !== undefined) selectGap(area, from);
  });
  const insert = (text: string) => {
    const before = input.text.trim() === '' ? '' : `${input.text.trimEnd()}\n`;
    set({ text: before + text });
    toText(before.length);
  };

  const base = (name: keyof ActInput, field: ActField) => ({
    'data-testid': `field-${name}`,
    error: errors[name],
    withAsterisk: shape.needs?.includes(field),
  });
  const controls: Record<ActField, React.ReactNode> = {
    text: (
      <div key="text" className={words.place}>
        {answering.has(act.act) && <ReadyWords ref={ready} templates={answers ?? none} categories={reference.categories} category={detail.form.category} onPick={(one) => insert(one.text)} onLeave={() => toText()} />}
        <GapTextarea label={shape.text} autosize minRows={3} maxRows={10} value={input.text} onChange={(e) => set({ text: e.currentTarget.value })} {...base('text', 'text')} />
      </div>
    ),
    on: <DateField key="on" label={t.act.on} placeholder={t.act.onToday} today={reference.today} past value={input.on} onChange={(on) => set({ on })} {...base('on', 'on')} />,
    kind: <PickOne key="kind" label={t.form.kind} options={reference.kinds} value={input.kind} onChange={(e) => set({ kind: e.currentTarget.value })} {...base('kind', 'kind')} />,
    category: <PickSearch key="category" label={t.form.category} options={reference.categories} value={input.category} onChange={(category) => set({ category })} {...base('category', 'category')} />,
    questions: <Questions key="questions" input={input} detail={detail} reference={reference} error={errors.extraClass} onChange={set} />,
    confidential: <Checkbox key="confidential" label={t.form.confidential} checked={input.confidential} onChange={(e) => set({ confidential: e.currentTarget.checked })} data-testid="field-confidential" />,
    office: <PickSearch key="office" label={t.act.office} placeholder={t.form.typeToSearch} options={reference.offices} value={input.office} onChange={(office) => set({ office })} {...base('office', 'office')} />,
    target: <TextInput key="target" label={act.act === 'track' ? t.act.tracking : t.act.target} autoComplete="off" value={input.target} onChange={(e) => set({ target: e.currentTarget.value })} {...base('target', 'target')} />,
    letter: <TextInput key="letter" label={t.act.letter} autoComplete="off" value={input.letter} onChange={(e) => set({ letter: e.currentTarget.value })} {...base('letter', 'letter')} />,
    channel: <PickOne key="channel" label={t.act.channel} options={reference.channels} value={input.channel} onChange={(e) => set({ channel: e.currentTarget.value })} {...base('channel', 'channel')} />,
    satisfied: (
      <PickOne key="satisfied" label={t.act.satisfied} empty={t.common.choose} options={[{ value: 'ya', label: t.act.content, group: '' }, { value: 'tidak', label: t.act.discontent, group: '' }]}
        value={input.satisfied} onChange={(e) => set({ satisfied: e.currentTarget.value })} {...base('satisfied', 'satisfied')} />
    ),
    satisfaction: <PickOne key="satisfaction" label={t.act.satisfaction} empty={t.form.notStated} options={reference.satisfactions} value={input.satisfaction} onChange={(e) => set({ satisfaction: e.currentTarget.value })} {...base('satisfaction', 'satisfaction')} />,
    to: <PickOne key="to" label={t.handover.colleague} empty={t.common.choose} options={reference.colleagues} value={input.to} onChange={(e) => set({ to: e.currentTarget.value })} {...base('to', 'to')} />,
    why: <PickOne key="why" label={t.act.why} empty={t.common.choose} options={reference.archiveWhys} value={input.why} onChange={(e) => set({ why: e.currentTarget.value })} {...base('why', 'why')} />,
  };

  return (
    <div role="dialog" aria-label={act.label}>
      <KeyedForm
        ref={root}
        className={classes.actForm}
        data-testid={`act-form-${act.act}`}
        onSend={send}
        onKey={(event) => {
          const words = event.altKey && event.key.toLowerCase() === 't';
          if (words && !ready.current) asked.current = true;
          else if (words) ready.current?.focus();
          return words;
        }}
      >
        <Stack gap="sm">
          <Title order={2} size="h3">{act.label}</Title>
          {shape.fields.map((field) => controls[field])}
          <FaultAlert error={rest} />
          <Group gap="xs">
            <Button type="submit" data-enter-stop data-testid="act-submit" loading={doing.isPending} title="Ctrl+Enter">{t.act.submit}</Button>
            <Button variant="default" onClick={onClose}>{t.act.close}</Button>
          </Group>
        </Stack>
      </KeyedForm>
    </div>
  );
}

interface QuestionsProps {
  input: ActInput;
  detail: DetailView;
  reference: ReferenceView;
  error: string | undefined;
  onChange: (part: Partial<ActInput>) => void;
}

function Questions({ input, detail, reference, error, onChange }: QuestionsProps) {
  const { kind, supervisory, fieldInspection, extraClass } = input;
  const normative = kind === 'pengaduan' && input.normative;
  const [asked] = useDebouncedValue({ receivedAt: detail.form.receivedAt, kind, supervisory, fieldInspection, normative, extraClass }, 150);
  const deadline = useDeadline(asked);
  return (
    <>
      {kind !== 'informasi' && <YesNo label={t.form.supervisory} hint={t.form.supervisoryHint} value={supervisory} data-testid="field-supervisory"
        onChange={(yes) => onChange(yes ? { supervisory: yes, confidential: true } : { supervisory: yes })} />}
      {kind !== 'informasi' && <YesNo label={t.form.fieldInspection} value={fieldInspection} data-testid="field-fieldInspection" onChange={(yes) => onChange({ fieldInspection: yes })} />}
      {kind === 'pengaduan' && (
        <Checkbox label={t.form.normative} checked={input.normative} onChange={(e) => onChange({ normative: e.currentTarget.checked })} data-testid="field-normative" />
      )}
      <ExtraClass reference={reference} value={extraClass} error={error} onChange={(event) => onChange({ extraClass: event.currentTarget.value })} data-testid="field-extraClass" />
      {deadline.data && <DeadlinePanel brief deadline={deadline.data} stale={deadline.isPlaceholderData} />}
    </>
  );
}
