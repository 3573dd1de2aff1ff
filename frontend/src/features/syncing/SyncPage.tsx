import { Alert, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCopy } from '@tabler/icons-react';
import type { WaitingView } from '../../api/types';
import { Empty } from '../../components/Empty';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark } from '../../components/Mark';
import { count } from '../../format/number';
import { PageWait } from '../../components/PageWait';
import { t } from '../../text/id';
import { EnrolForm } from './EnrolForm';
import { FilesOnTheWay } from './FilesOnTheWay';
import { JournalCheck } from './JournalCheck';
import { useWaiting } from './queries';
import { SetAsideList } from './SetAsideList';
import classes from './Sync.module.css';
import { SyncSummary } from './SyncSummary';
import { UsbParcel } from './UsbParcel';
import { WaitingTable } from './WaitingTable';

/** What the regency has and has not got, what keeps it, and what to do. */
export function SyncPage() {
  const waiting = useWaiting();
  if (waiting.data) return <Page view={waiting.data} error={waiting.error} retry={() => void waiting.refetch()} />;
  return <PageWait title={t.sync.title} error={waiting.error} retry={() => void waiting.refetch()} />;
}

function Page({ view, error, retry }: { view: WaitingView; error: unknown; retry: () => void }) {
  const { sync } = view;
  const empty = view.rows.length === 0 && view.setAside.length === 0 && view.files.length === 0;
  return (
    <div className={classes.page} data-testid="sync-page">
      <Title order={1}>{t.sync.title}</Title>
      <FaultAlert error={error} retry={retry} />
      {view.notice && (
        <Alert color="yellow" icon={<IconCopy />} p="sm" mt="xs" data-testid="sync-notice">
          <div>{view.notice}</div>
          <strong>{view.noticeDo}</strong>
        </Alert>
      )}
      <div className={classes.columns}>
        <div className={classes.main}>
          {view.setAside.length > 0 && (
            <section className={classes.box} data-tone="bad" aria-labelledby="aside">
              <Title order={2} size="h3" id="aside"><Mark plain tone="bad" icon={IconAlertTriangle}>{t.sync.toDo(count(view.setAside.length))}</Mark></Title>
              <Text>{t.sync.asideLead}</Text>
              <SetAsideList rows={view.setAside} />
            </section>
          )}
          {view.rows.length > 0 && (
            <section className={classes.box} aria-labelledby="waiting">
              <Title order={2} size="h3" id="waiting">{t.sync.waitingTitle} <span className={classes.soft} data-testid="waiting-total">{t.sync.total(count(sync.unsent), view.sizeText)}</span></Title>
              <WaitingTable rows={view.rows} />
              {view.more > 0 && <Text size="xs" c="dimmed">{t.sync.more(count(view.more))}</Text>}
            </section>
          )}
          {view.files.length > 0 && (
            <section className={classes.box} aria-labelledby="files">
              <Title order={2} size="h3" id="files">{t.sync.filesTitle}</Title>
              <FilesOnTheWay files={view.files} />
            </section>
          )}
          {empty && <section className={classes.box}><Empty icon={IconCircleCheck} title={t.sync.empty} advice={t.sync.emptyAdvice} /></section>}
        </div>
        <div className={classes.side}>
          <SyncSummary view={view} />
          {!sync.enrolled && <section className={classes.box} aria-label={t.settings.enrolment}><EnrolForm /></section>}
          <JournalCheck />
          {sync.enrolled && <UsbParcel />}
        </div>
      </div>
    </div>
  );
}
