import { Button } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Link } from 'wouter';
import { useReference, useSession } from '../../api/hooks';
import type { WorkRowView } from '../../api/types';
import { Provisional } from '../../components/Provisional';
import { t } from '../../text/id';
import { CloseQuestion } from './CloseQuestion';
import type { WorkRows } from './useWorkRows';
import classes from './Work.module.css';
import { mayAct } from './workLook';

interface Props {
  group: string;
  row: WorkRowView;
  rows: WorkRows;
}

export function WorkRow({ group, row, rows }: Props) {
  const [asking, setAsking] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const today = useReference().data?.today;
  const may = useSession()?.may ?? [];
  const key = `${group}/${row.row.id}`;
  const act = mayAct(row.act, may) ? row.act : '';
  const closes = group === 'respond' && act === 'close';
  const doAct = () => act && rows.open(key, act);
  const ask = () => today && setAsking(true);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || asking) return;
    const pressed = event.key.toLowerCase();
    if (pressed === 't' && act) doAct();
    else if (pressed === 's' && closes) ask();
    else return;
    event.preventDefault();
  };

  const stop = rows.current === key ? 0 : -1;
  return (
    <li className={classes.row} onKeyDown={onKeyDown} data-current={rows.current === key || undefined} data-testid={`work-${group}-${row.row.number}`}>
      <RowWords row={row} link={link} name={key} stop={stop} onOpen={() => rows.open(key)} />
      <div className={classes.when}>
        <span>{row.whenText}</span>
        {row.row.provisional && row.row.due && <Provisional plain range={row.row.rangeText} />}
        {row.row.holder && <span className={classes.soft}>{t.detail.holder(row.row.holder)}</span>}
      </div>
      <div className={classes.acts}>
        {closes
          ? <Button size="compact-md" variant="default" tabIndex={stop} onClick={ask} aria-keyshortcuts="S" data-testid="work-close">{t.work.close}</Button>
          : act && <Button size="compact-md" variant="default" tabIndex={stop} onClick={doAct} aria-keyshortcuts="T" data-testid={`work-act-${row.act}`}>{t.work.act(row.actText)}</Button>}
      </div>
      {asking && today && (
        <CloseQuestion
          id={row.row.id}
          number={row.row.number}
          today={today}
          onGone={(back) => {
            setAsking(false);
            if (back) link.current?.focus();
          }}
        />
      )}
    </li>
  );
}

interface WordsProps {
  row: WorkRowView;
  link: React.Ref<HTMLAnchorElement>;
  name: string;
  stop: number;
  onOpen: () => void;
}

/** Number, subject and reporter; the number opens the complaint. */
export function RowWords({ row: { row }, link, name, stop, onOpen }: WordsProps) {
  return (
    <>
      <Link
        ref={link}
        href={`/aduan/${row.id}`}
        className={classes.number}
        data-work={name}
        tabIndex={stop}
        onClick={(event) => {
          event.preventDefault();
          onOpen();
        }}
      >
        {row.number}
      </Link>
      <div className={classes.what} onClick={onOpen}>
        <div className={classes.subject} title={row.subject}>{row.subject}</div>
        <div className={classes.soft}>{row.reporter}</div>
      </div>
    </>
  );
}
