import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconEye, IconEyeOff, IconLock, IconSpy } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useMay, useReference, useSession } from '../../api/hooks';
import type { DetailView, FieldView, ReferenceView } from '../../api/types';
import { CopyButton } from '../../components/CopyButton';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark } from '../../components/Mark';
import { Printed } from '../../components/Printed';
import { PrintMenu } from '../../components/PrintMenu';
import { Provisional } from '../../components/Provisional';
import { usePrint, usePrintKey } from '../../components/usePrint';
import { PageWait } from '../../components/PageWait';
import { t } from '../../text/id';
import { ActButton, isMain } from './ActButton';
import { ActForm } from './ActForm';
import { placeOf, waits } from './begun';
import { Clashes } from './Clashes';
import { CorrectDrawer } from './CorrectDrawer';
import classes from './Detail.module.css';
import { Moves, OtherClocks, WhyButton } from './Explanation';
import { stateLook, urgencyLook, wayLook } from './marks';
import { HandoverNotice } from './HandoverNotice';
import { MovedNotice } from './MovedNotice';
import { useActDrafts, useDetail, useRevealed } from './queries';
import { FilesBox } from './FilesBox';
import { Links } from './Links';
import { Share } from './Share';
import { Timeline } from './Timeline';
import { useActKeys } from './useActKeys';
import { useAltKeys } from '../../components/useAltKeys';
import { useFocusAfter } from './useFocusAfter';
import { useAttach, useFiles, useScans } from './useAttach';

const hideAgainMs = 3 * 60_000;
const shownElsewhere = new Set(['subject', 'narrative']);

export function DetailPage({ id, onBack }: { id: string; onBack: () => void }) {
  const detail = useDetail(id);
  const reference = useReference();
  const typed = useActDrafts(id, useSession()?.account ?? '');
  const error = detail.error ?? reference.error;
  if (detail.data && reference.data && !typed.isPending) return <Detail detail={detail.data} reference={reference.data} onBack={onBack} />;
  return <PageWait title={t.nav.list} error={error} retry={() => { void detail.refetch(); void reference.refetch(); }} />;
}

/** The act whose form is open; the first one may come with the address. */
function useAsked() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('tindakan') ?? '';
  useEffect(() => {
    // Coming back later must not open the form again.
    if (asked) setSearch(() => new URLSearchParams(), { replace: true });
  }, [asked, setSearch]);
  return useState(asked);
}

function Detail({ detail, reference, onBack }: { detail: DetailView; reference: ReferenceView; onBack: () => void }) {
  const session = useSession();
  const [open, setOpen] = useAsked();
  const maySettle = useMay('record');
  const [wanted, setWanted] = useState(false);
  const revealed = useRevealed(detail.id, wanted);
  const seen = wanted && revealed.data ? revealed.data : detail;
  const { acts } = detail;
  const current = acts.find((act) => act.act === open);
  const account = session?.account ?? '';
  const focus = useFocusAfter(detail, open);
  const close = useCallback(() => {
    focus(open);
    setOpen('');
  }, [focus, open, setOpen]);
  const done = useCallback(() => {
    focus('');
    setOpen('');
  }, [focus, setOpen]);
  const toggle = useCallback((act: string) => (open === act ? close() : setOpen(act)), [open, close, setOpen]);
  useActKeys(acts, setOpen);
  useAltKeys({ p: () => detail.mayReveal && setWanted((now) => !now) }, detail.masked);

  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => setWanted(false), hideAgainMs);
    return () => clearTimeout(timer);
  }, [wanted]);

  // A correction changes what was revealed; it is asked for anew when wanted.
  const afterCorrect = useCallback(() => {
    done();
    setWanted(false);
  }, [done]);

  return (
    <div className={classes.page}>
      <Head detail={detail} onBack={onBack} />
      {detail.handover.text && <HandoverNotice key={detail.handover.byText} detail={detail} />}
      {detail.row.moved && <MovedNotice detail={detail} keyed={!detail.handover.mine} />}
      <Clashes detail={seen} maySettle={maySettle} asked={open === 'settle'} />
      <div className={classes.columns}>
        <div className={classes.side}>
          <section className={classes.acts} aria-label={t.detail.acts}>
            {[acts.filter(isMain), acts.filter((act) => !isMain(act))].map((group, i) => group.length > 0 && (
              <Group key={i} gap={8} className={classes.actRow}>
                {group.sort((a, b) => Number(b.first) - Number(a.first)).map((act) => (
                  <ActButton key={act.act} act={act} open={open === act.act} begun={waits(placeOf(account, detail.id, act.act))} onClick={() => toggle(act.act)} />
                ))}
              </Group>
            ))}
            {current && current.act !== 'correct' && (
              <ActForm key={current.act} act={current} detail={detail} reference={reference} account={account} onClose={close} onDone={done} />
            )}
            <Share detail={detail} revealed={wanted && revealed.data !== undefined} track={acts.some((act) => act.act === 'track') ? () => setOpen('track') : undefined} />
          </section>
          <Paper withBorder p="md" component="section" aria-labelledby="timeline" className={classes.history}>
            <Title order={2} size="h3" id="timeline" mb="xs">{t.detail.timeline}</Title>
            <Timeline items={detail.timeline} />
          </Paper>
        </div>
        <div className={classes.body}>
          <Paper withBorder p="md" component="section" aria-labelledby="content">
            <Title order={2} size="h3" id="content">{t.register.content}</Title>
            <p className={classes.narrative}>{seen.form.narrative}</p>
            {detail.original && (
              <div className={classes.original} data-testid="original">
                <h3>{t.detail.original}</h3>
                <p>{seen.original || detail.original}</p>
              </div>
            )}
            <Fields fields={seen.fields.filter((field) => !shownElsewhere.has(field.name))} />
          </Paper>
          <Paper withBorder p="md" component="section" aria-labelledby="identity">
            <Group justify="space-between" mb={4}>
              <Title order={2} size="h3" id="identity">{t.register.reporter}</Title>
              {detail.masked && detail.mayReveal && (
                <Button size="compact-md" variant="default" aria-keyshortcuts="Alt+P" title="Alt+P" loading={revealed.isFetching} leftSection={wanted ? <IconEyeOff size={17} /> : <IconEye size={17} />} onClick={() => setWanted(!wanted)} data-testid="reveal">
                  {wanted ? t.detail.hide : t.detail.reveal}
                </Button>
              )}
            </Group>
            {detail.masked && <Text size="xs" c="dimmed">{wanted ? t.detail.revealed : detail.mayReveal ? t.detail.maskedMay : t.detail.masked}</Text>}
            <FaultAlert error={revealed.error} />
            <Fields fields={seen.identity} />
          </Paper>
          <Attachments id={detail.id} />
          <Links detail={detail} mayLink={detail.acts.some((act) => act.act === 'note')} />
          <Paper withBorder p="md" component="section" aria-labelledby="why">
            <Title order={2} size="h3" id="why">{t.why.title}</Title>
            <Stack gap="sm" mt={4}>
              <Text>{detail.deadline.explanation}</Text>
              <div><WhyButton deadline={detail.deadline} number={detail.row.number} /></div>
              <OtherClocks clocks={detail.deadline.clocks} />
              {detail.deadline.moves.length > 0 && <Moves moves={detail.deadline.moves} />}
            </Stack>
          </Paper>
        </div>
      </div>
      {current?.act === 'correct' && <CorrectDrawer detail={seen} reference={reference} account={account} onClose={close} onDone={afterCorrect} />}
    </div>
  );
}

/** Shown where there are files or some may be put; pasting and dropping work all over the page. */
function Attachments({ id }: { id: string }) {
  const files = useFiles(id).data;
  const may = files?.mayAttach ?? false;
  const attach = useAttach(id, may);
  const scans = useScans(may).data;
  useAltKeys({ l: () => (scans?.scans[0] ? attach.scan(scans.scans[0].path) : attach.fromDisk()) }, may);
  if (!may && !files?.files.length) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="files">
      <Title order={2} size="h3" id="files" mb={6}>{t.files.title}</Title>
      <FilesBox id={id} attach={attach} scans={scans} saved />
    </Paper>
  );
}

function Head({ detail, onBack }: { detail: DetailView; onBack: () => void }) {
  const { row, deadline } = detail;
  const mayPrint = useMay('print');
  const { printing, print } = usePrint(detail.id);
  usePrintKey(() => { if (mayPrint) print('receipt'); });
  return (
    <header className={classes.head}>
      <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="xs">
          <Button size="compact-md" variant="subtle" leftSection={<IconArrowLeft size={18} />} onClick={onBack} title="Esc">{t.common.back}</Button>
          <span className={classes.number} data-testid="detail-number">{row.number}</span>
          <CopyButton size="compact-sm" text={row.number} label={t.common.copy} />
          <Mark {...stateLook(row.state)} data-testid="detail-state" data-state={row.state}>{row.stateText}</Mark>
          {row.urgencyText && row.urgencyText !== row.stateText && <Mark {...urgencyLook(row.urgency)} data-testid="detail-urgency" data-urgency={row.urgency}>{row.urgencyText}</Mark>}
          {row.sync === 'attention'
            ? <Link href="/kiriman" data-testid="detail-way" data-sync={row.sync}><Mark {...wayLook(row.sync)}>{row.syncText}</Mark></Link>
            : <Mark {...wayLook(row.sync)} plain data-testid="detail-way" data-sync={row.sync}>{row.syncText}</Mark>}
          {row.anonymous && <Mark tone="calm" icon={IconSpy}>{t.form.anonymousShort}</Mark>}
          {row.confidential && <Mark tone="calm" icon={IconLock}>{t.form.confidentialShort}</Mark>}
        </Group>
        {mayPrint && <PrintMenu pending={printing.isPending} print={print} />}
      </Group>
      <Title order={1} id="subject" tabIndex={-1} className={classes.subject}>{row.subject}</Title>
      <Text c="dimmed">
        {[
          `${t.detail.received} ${row.receivedText}`,
          row.kindText,
          row.classText,
          deadline.dueText ? `${t.detail.due} ${(deadline.provisional && deadline.rangeText) || deadline.dueText}` : t.deadline.standing,
          row.holder && t.detail.holder(row.holder),
          detail.tracking && t.detail.tracking(detail.tracking),
        ].filter(Boolean).join(' · ')}
        {deadline.provisional && deadline.due && <> <Provisional /></>}
      </Text>
      <div className={classes.printed}><Printed printing={printing} /></div>
    </header>
  );
}

function Fields({ fields }: { fields: FieldView[] }) {
  return (
    <dl className={classes.fields}>
      {fields.filter((field) => field.value !== '').map((field) => (
        <div key={field.name} data-testid={`value-${field.name}`}>
          <dt>{field.label}</dt>
          <dd>{field.value}</dd>
        </div>
      ))}
    </dl>
  );
}
