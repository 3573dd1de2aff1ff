import { Text, Title } from '@mantine/core';
import { IconBeach, IconCircleCheck, IconFolderOpen } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useWork } from '../../api/hooks';
import type { WorkView } from '../../api/types';
import { Empty } from '../../components/Empty';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark } from '../../components/Mark';
import { count } from '../../format/number';
import { PageWait } from '../../components/PageWait';
import { t } from '../../text/id';
import { useWorkRows } from './useWorkRows';
import classes from './Work.module.css';
import { WorkGroup } from './WorkGroup';
import { groupLook } from './workLook';

/** What this day asks for, the most urgent first. The first screen of the day. */
export function WorkPage() {
  const work = useWork();
  if (work.data) return <Work work={work.data} error={work.error} retry={() => void work.refetch()} />;
  return <PageWait title={t.work.title} error={work.error} retry={() => void work.refetch()} />;
}

function Work({ work, error, retry }: { work: WorkView; error: unknown; retry: () => void }) {
  const rows = useWorkRows(work);
  return (
    <div className={classes.page} ref={rows.root} onKeyDown={rows.onKeyDown} onFocus={rows.onFocus} onBlur={rows.onBlur}>
      <header className={classes.head}>
        <Title order={1}>{t.work.title}</Title>
        <span className={classes.day} data-testid="work-today">{work.todayText}</span>
        {work.dayOff && <Mark tone="info" icon={IconBeach} data-testid="work-day-off">{work.dayOff}</Mark>}
        {work.groups.length > 0 && <Text size="xs" c="dimmed" className={classes.keys}>{t.work.keys}</Text>}
      </header>
      <FaultAlert error={error} retry={retry} />
      <nav className={classes.summary} aria-label={t.work.groups}>
        <Link href="/aduan" className={classes.tile} data-testid="work-open">
          <IconFolderOpen size={19} stroke={1.8} aria-hidden />
          <strong>{count(work.counts.open)}</strong>
          <span>{t.work.open}</span>
        </Link>
        {work.groups.map((group, i) => {
          const { tone, icon: Sign } = groupLook(group.key);
          return (
            <button key={group.key} type="button" className={classes.tile} data-tone={tone} aria-keyshortcuts={String((i + 1) % 10)} onClick={() => rows.toGroup(i)} data-testid={`work-count-${group.key}`} data-count={group.count}>
              <Sign size={19} stroke={1.8} aria-hidden />
              <strong>{count(group.count)}</strong>
              <span>{group.title}</span>
              {i < 9 && <kbd>{i + 1}</kbd>}
            </button>
          );
        })}
      </nav>
      {work.groups.length === 0 && <Empty icon={IconCircleCheck} title={t.work.empty} advice={t.work.emptyAdvice} />}
      {work.groups.map((group) => <WorkGroup key={group.key} group={group} rows={rows} />)}
    </div>
  );
}
