import { Button } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useMay } from '../../api/hooks';
import { uuid7 } from '../../api/uuid';
import type { WorkRowView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import { bareAct } from './actFields';
import { useAct } from './queries';
import type { WorkRows } from './useWorkRows';
import classes from './Work.module.css';
import { RowWords } from './WorkRow';

/** A note that a colleague left: read here, put away with T. */
export function HandedRow({ row, rows }: { row: WorkRowView; rows: WorkRows }) {
  const link = useRef<HTMLAnchorElement>(null);
  const mayRead = useMay('record');
  const [entry] = useState(uuid7);
  const doing = useAct();
  const key = `handed/${row.row.id}`;
  const stop = rows.current === key ? 0 : -1;
  const read = () => {
    if (!mayRead || doing.isPending) return;
    void doing.mutateAsync({ ...bareAct(row.row.id, 'take_over'), entryId: entry }).then(() => tell(t.handover.done), () => undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.toLowerCase() !== 't') return;
    event.preventDefault();
    read();
  };
  return (
    <li className={classes.row} data-current={rows.current === key || undefined} onKeyDown={onKeyDown} data-testid={`work-handed-${row.row.number}`}>
      <RowWords row={row} link={link} name={key} stop={stop} onOpen={() => rows.open(key)} />
      <div className={classes.moves}>
        <div className={classes.note} data-testid="work-note">{row.note.text}</div>
        <div className={classes.soft}>{t.handover.from(row.note.byText)}, {t.handover.to(row.note.toText)}</div>
        <FaultAlert error={doing.error} />
      </div>
      <div className={classes.acts}>
        {mayRead && <Button size="compact-md" variant="default" tabIndex={stop} loading={doing.isPending} onClick={read} aria-keyshortcuts="T" rightSection={<kbd>T</kbd>} data-testid="work-read">{t.handover.read}</Button>}
      </div>
    </li>
  );
}
