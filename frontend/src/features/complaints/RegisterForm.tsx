import { Button, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconCircleCheck, IconDeviceFloppy } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { ComplaintForm, DeadlineInput, DraftView, LinkForm, RecentView, ReferenceView, TemplateView } from '../../api/types';
import { enterMoves, focusField, focusFirst } from '../../components/enterMoves';
import { selectGap } from '../../components/GapTextarea';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import { AssistContext, useNewAssist } from './assist';
import { AssistLine } from './AssistLine';
import { AssistPanel } from './AssistPanel';
import { ContentSection } from './ContentSection';
import { DeadlinePanel } from './DeadlinePanel';
import { DraftList } from './DraftList';
import { cleaned } from './emptyForm';
import { FilesBox } from './FilesBox';
import { HandlingSection } from './HandlingSection';
import { headerKnows, useDeadline, useTemplates } from './queries';
import { ReadyWords } from './ReadyWords';
import { ReceivedQuestion } from './ReceivedQuestion';
import { Recorded } from './Recorded';
import classes from './Register.module.css';
import { recordedAs } from './recordedAs';
import { ReporterSection } from './ReporterSection';
import { useAttach, useScans } from './useAttach';
import { useAltKeys } from '../../components/useAltKeys';
import { useDraft } from './useDraft';

interface Props {
  id: string;
  reference: ReferenceView;
  recent: RecentView | undefined;
  initial: ComplaintForm;
  others: DraftView[];
}

const previewMs = 150;
const confirmCode = 'complaint.received.confirm';
const sections = ['reporter.name', 'subject', 'kind'];

function deciding(form: ComplaintForm): DeadlineInput {
  const { receivedAt, kind, supervisory, fieldInspection, extraClass } = form;
  return { receivedAt, kind, supervisory, fieldInspection, extraClass, normative: kind === 'pengaduan' && form.normative };
}

const sameInput = (a: DeadlineInput, b: DeadlineInput) => JSON.stringify(a) === JSON.stringify(b);

export function RegisterForm({ id, reference, recent, initial, others }: Props) {
  const client = useQueryClient();
  const draft = useDraft(id);
  const assist = useNewAssist(id, initial);
  const hints = useRef<HTMLDivElement>(null);
  const before = useRef<{ place: Element | null; name: string }>({ place: null, name: '' });
  const [links, setLinks] = useState(initial.links);
  const [taken, setTaken] = useState(initial.reporterOf);
  const root = useRef<HTMLFormElement>(null);
  const saving = useRef(false);
  const askedAbout = useRef<string | null>(null); // receipt date that the clerk was asked about
  const [rest, setRest] = useState<string[]>([]);
  const [question, setQuestion] = useState(''); // about an unusual receipt date
  const [input, setInput] = useState(() => deciding(initial));
  const [asked] = useDebouncedValue(input, previewMs);
  const deadline = useDeadline(asked);

  // Uncontrolled: a key press must not draw thirty fields anew.
  const form = useForm<ComplaintForm>({
    mode: 'uncontrolled',
    initialValues: initial,
    onValuesChange: (values) => {
      draft.note(values);
      assist.typed(values);
      if (values.receivedAt !== askedAbout.current) setQuestion('');
      const next = deciding(values);
      setInput((before) => (sameInput(before, next) ? before : next));
    },
  });

  const record = useMutation({
    mutationFn: async (values: ComplaintForm) => {
      await draft.stop();
      return desk.record(id, cleaned(values), values.receivedAt === askedAbout.current);
    },
    onSuccess: async (recorded) => {
      recordedAs.set(id, recorded.id);
      await headerKnows(client);
      [keys.lists, keys.work].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
    },
    onError: (error, values) => {
      draft.resume();
      draft.note(form.getValues());
      const onScreen = (field: string) => root.current?.querySelector(`[data-testid="field-${CSS.escape(field)}"]`) != null;
      const fault = toFault(error);
      const found = faultFields(fault, onScreen);
      const asked = fault.all().find((one) => one.code === confirmCode);
      if (asked) {
        askedAbout.current = values.receivedAt;
        setQuestion(asked.message);
        form.setErrors({ ...found.fields, receivedAt: true });
      } else {
        form.setErrors(found.fields);
      }
      setRest(found.rest);
      focusFirst(root.current, Object.keys(found.fields));
    },
    onSettled: () => {
      saving.current = false;
    },
  });

  const save = () => {
    if (saving.current) return;
    saving.current = true;
    setRest([]);
    form.clearErrors();
    record.mutate(form.getValues());
  };

  useEffect(() => {
    focusField(root.current, 'reporter.name');
  }, []);

  // A form with nothing but files is a draft too.
  const attach = useAttach(id, !record.data, async () => {
    draft.note(form.getValues());
    await draft.flush();
  });
  const scans = useScans(!record.data).data;
  const ready = useRef<HTMLInputElement>(null);
  const templates = useTemplates().data?.templates.filter((one) => one.use === 'isi') ?? [];

  const toNarrative = (from?: number) => requestAnimationFrame(() => {
    focusField(root.current, 'narrative');
    const area = root.current?.querySelector<HTMLTextAreaElement>('[data-testid="field-narrative"]');
    if (area && from !== undefined && !selectGap(area, from)) area.setSelectionRange(area.value.length, area.value.length);
  });
  const insert = (words: TemplateView) => {
    const { narrative, category } = form.getValues();
    const before = narrative.trim() === '' ? '' : `${narrative.trimEnd()}\n`;
    form.setFieldValue('narrative', before + words.text);
    if (!category && words.category) form.setFieldValue('category', words.category);
    toNarrative(before.length);
  };

  const link = (next: LinkForm[]) => {
    setLinks(next);
    form.setFieldValue('links', next);
  };

  // A field that is given a value is made anew: whoever was typing in it goes on.
  const setName = (name: string) => {
    const inside = root.current?.querySelector('[data-testid="field-reporter.name"]') === document.activeElement;
    form.setFieldValue('reporter.name', name);
    if (inside) requestAnimationFrame(() => focusField(root.current, 'reporter.name'));
  };

  // What was typed stays; a name that was only begun is written out.
  const take = (of: string) => {
    const known = assist.get().known.find((one) => one.id === of);
    if (known?.begun) {
      before.current.name = form.getValues().reporter.name;
      setName(known.name);
    }
    setTaken(of);
    form.setFieldValue('reporterOf', of);
    assist.typed(form.getValues(), true);
  };

  const toggleTaken = () => {
    const first = assist.get().known[0]?.id;
    if (!taken) {
      if (first) take(first);
      return;
    }
    if (before.current.name) setName(before.current.name);
    before.current.name = '';
    setTaken('');
    form.setFieldValue('reporterOf', '');
    assist.typed(form.getValues(), true);
  };

  const look = () => {
    before.current.place = document.activeElement;
    const first = hints.current?.querySelector<HTMLElement>('button');
    first?.focus();
    first?.scrollIntoView({ block: 'nearest' });
  };
  const leave = () => (before.current.place instanceof HTMLElement ? before.current.place.focus() : focusField(root.current, 'reporter.name'));

  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.ctrlKey && event.key === 'Enter') {
      event.preventDefault();
      save();
    } else {
      enterMoves(event);
    }
  };

  // All over the page, also where nothing has the focus.
  const alts: Record<string, () => void> = {
    1: () => focusField(root.current, sections[0]!),
    2: () => focusField(root.current, sections[1]!),
    3: () => focusField(root.current, sections[2]!),
    4: () => document.querySelector<HTMLElement>('[data-testid^="draft-"] button')?.focus(),
    i: toggleTaken,
    l: () => (scans?.scans[0] ? attach.scan(scans.scans[0].path) : attach.fromDisk()),
    m: look,
    t: () => ready.current?.focus(),
  };
  useAltKeys(alts, !record.data);

  if (record.data) return <Recorded recorded={record.data} form={form.getValues()} />;
  return (
    <AssistContext value={assist}>
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={1}>{t.register.title}</Title>
        <Text size="xs" c="dimmed" className={classes.keys}>{t.register.keys}</Text>
        <AssistLine taken={taken !== ''} onTake={toggleTaken} onLook={look} scan={scans?.scans[0]} onScan={attach.scan} />
        <DraftLine kept={draft.kept} />
      </div>
      <DraftList drafts={others} />
      <form
        ref={root}
        noValidate
        className={classes.form}
        onKeyDown={onKeyDown}
        onBlur={() => void draft.flush()}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className={classes.fields}>
          <fieldset className={classes.section}>
            <legend>{t.register.reporter} <kbd>Alt+1</kbd></legend>
            <ReporterSection form={form} reference={reference} recent={recent} />
          </fieldset>
          <fieldset className={classes.section}>
            <legend>{t.register.content} <kbd>Alt+2</kbd></legend>
            <ContentSection
              form={form}
              reference={reference}
              recent={recent}
              ready={<ReadyWords ref={ready} templates={templates} categories={reference.categories} category={form.getValues().category} onPick={insert} onLeave={() => toNarrative()} />}
              files={<FilesBox id={id} attach={attach} scans={scans} />}
              question={question && <ReceivedQuestion question={question} onYes={save} />}
            />
          </fieldset>
        </div>
        <div className={classes.panel}>
          <fieldset className={classes.section} data-single>
            <legend>{t.register.handling} <kbd>Alt+3</kbd></legend>
            <HandlingSection form={form} reference={reference} />
          </fieldset>
          <DeadlinePanel deadline={deadline.data} stale={deadline.isPlaceholderData} />
          <FaultAlert error={rest.length > 0 ? rest : deadline.error} />
          <Button type="submit" size="md" data-enter-stop data-testid="save" loading={record.isPending} disabled={record.isPending} leftSection={<IconDeviceFloppy size={20} />} className={classes.save}>
            {t.register.save}
          </Button>
          <AssistPanel
            ref={hints}
            links={links}
            onLink={(one) => link([...links, one])}
            onUnlink={(gone) => link(links.filter((one) => one.id !== gone))}
            onTake={take}
            onLeave={leave}
          />
        </div>
      </form>
    </div>
    </AssistContext>
  );
}

function DraftLine({ kept }: { kept: ReturnType<typeof useDraft>['kept'] }) {
  return (
    <div aria-live="polite" data-testid="draft-line">
      {kept.state === 'kept' && <Mark plain tone="ok" icon={IconCircleCheck}>{t.register.draftKept(kept.at)}</Mark>}
      {kept.state === 'failed' && <Mark plain tone="bad" icon={IconAlertTriangle}>{t.register.draftFailed}</Mark>}
    </div>
  );
}
