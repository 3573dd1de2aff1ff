import { Button, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useMay } from '../../api/hooks';
import type { WorkGroupView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark } from '../../components/Mark';
import { tell } from '../../components/tell';
import { count } from '../../format/number';
import { t } from '../../text/id';
import { HandedRow } from './HandedRow';
import { MovedRow } from './MovedRow';
import { useAcknowledge } from './queries';
import type { WorkRows } from './useWorkRows';
import classes from './Work.module.css';
import { groupLook, listOf } from './workLook';
import { WorkRow } from './WorkRow';

/** One reason to act today. */
export function WorkGroup({ group, rows }: { group: WorkGroupView; rows: WorkRows }) {
  const { tone, icon } = groupLook(group.key);
  const id = `work-${group.key}`;
  const rest = group.count - group.rows.length;
  const all = listOf(group.key);
  return (
    <section className={classes.group} aria-labelledby={id} data-group={group.key} data-testid={`work-group-${group.key}`}>
      <header className={classes.groupHead}>
        <Title order={2} size="h3" id={id}><Mark tone={tone} icon={icon}>{group.title} ({count(group.count)})</Mark></Title>
        <Text c="dimmed" size="xs" className={classes.hint}>{group.hint}</Text>
        {rest > 0 && all && <Link href={all} className={classes.all}>{t.work.seeAll(count(group.count))}</Link>}
      </header>
      {group.key === 'moved' ? <MovedRows group={group} rows={rows} /> : (
        <ul className={classes.rows}>
          {group.rows.map((row) => (group.key === 'handed'
            ? <HandedRow key={row.row.id} row={row} rows={rows} />
            : <WorkRow key={row.row.id} group={group.key} row={row} rows={rows} />))}
        </ul>
      )}
      {rest > 0 && <Text size="xs" c="dimmed" px="sm" py={4}>{t.work.moreRows(count(rest))}</Text>}
    </section>
  );
}

/** Deadlines that are not the one on the receipt: seen one by one or all at once. */
function MovedRows({ group, rows }: { group: WorkGroupView; rows: WorkRows }) {
  const mayRecord = useMay('record');
  const [picked, setPicked] = useState<string[]>([]);
  const knowing = useAcknowledge();
  const ids = group.rows.map((row) => row.row.id);
  const chosen = picked.filter((id) => ids.includes(id));

  const know = () => {
    if (!mayRecord || knowing.isPending) return;
    const taken = chosen.length > 0 ? chosen : ids;
    knowing.mutate(taken, {
      onSuccess: () => {
        setPicked([]);
        tell(t.moved.done(count(taken.length)));
      },
    });
  };
  const pick = (id: string) => setPicked((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));

  return (
    <>
      {mayRecord && (
        <div className={classes.bar}>
          <Button size="compact-md" onClick={know} loading={knowing.isPending} aria-keyshortcuts="T" data-testid="moved-know">
            {chosen.length > 0 ? t.moved.chosen(count(chosen.length)) : t.moved.all(count(ids.length))}
          </Button>
          <Text size="xs" c="dimmed">{t.moved.keys}</Text>
          <span className="only-aloud" aria-live="polite">{chosen.length > 0 && t.moved.chosenAloud(count(chosen.length))}</span>
        </div>
      )}
      <FaultAlert error={knowing.error} />
      <ul className={classes.rows}>
        {group.rows.map((row) => (
          <MovedRow key={row.row.id} row={row} rows={rows} picked={chosen.includes(row.row.id)} onPick={mayRecord ? pick : undefined} onKnow={know} />
        ))}
      </ul>
    </>
  );
}
