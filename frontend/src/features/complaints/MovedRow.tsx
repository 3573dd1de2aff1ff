import { Checkbox } from '@mantine/core';
import { useRef, type KeyboardEvent } from 'react';
import type { WorkRowView } from '../../api/types';
import { Provisional } from '../../components/Provisional';
import { decreeName } from '../../format/decree';
import { t } from '../../text/id';
import { MoveDates } from './Explanation';
import type { WorkRows } from './useWorkRows';
import classes from './Work.module.css';
import { RowWords } from './WorkRow';

interface Props {
  row: WorkRowView;
  rows: WorkRows;
  picked: boolean;
  onPick?: (id: string) => void;
  onKnow: () => void;
}

/** A deadline that moved: old and new date, why, by which decree or letter, who and when. */
export function MovedRow({ row, rows, picked, onPick, onKnow }: Props) {
  const link = useRef<HTMLAnchorElement>(null);
  const key = `moved/${row.row.id}`;
  const news = row.moves.filter((move) => move.untold);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === ' ' && event.target === link.current) onPick?.(row.row.id);
    else if (event.key.toLowerCase() === 't') onKnow();
    else return;
    event.preventDefault();
  };
  return (
    <li className={classes.row} data-kind="moved" data-current={rows.current === key || undefined} data-picked={picked || undefined} onKeyDown={onKeyDown} data-testid={`work-moved-${row.row.number}`}>
      {onPick && (
        <Checkbox className={classes.pick} tabIndex={-1} aria-label={t.moved.choose(row.row.number)} checked={picked} onChange={() => onPick(row.row.id)} />
      )}
      <RowWords row={row} link={link} name={key} stop={rows.current === key ? 0 : -1} onOpen={() => rows.open(key)} />
      <div className={classes.moves}>
        {news.length > 0 ? <MoveDates from={news[0]!.oldText} to={news.at(-1)!.newText} /> : <b>{row.whenText}</b>}
        {row.row.provisional && row.row.due && <Provisional plain />}
        {news.map((move, i) => (
          <div key={i} data-testid="work-move">
            {news.length > 1 && <MoveDates from={move.oldText} to={move.newText} />} {move.text}
            <div className={classes.soft}>{[decreeName(move.decree), move.byText].filter(Boolean).join(' · ')}</div>
          </div>
        ))}
      </div>
    </li>
  );
}
