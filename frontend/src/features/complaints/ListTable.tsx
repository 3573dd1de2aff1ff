import { defaultRangeExtractor, measureElement, useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react';
import type { ReferenceView, RowView } from '../../api/types';
import { t } from '../../text/id';
import classes from './List.module.css';
import { ListRow } from './ListRow';
import type { Seen } from './usePages';
import { useRowFocus } from './useRowFocus';

export interface ListHandle {
  focusFirst: () => void;
}

interface Props {
  ref: Ref<ListHandle>;
  at: string; // which list it is
  total: number;
  rowAt: (index: number) => RowView | undefined;
  indexOf: (id: string) => number;
  sort: string;
  reference: ReferenceView | undefined;
  opened: string;
  openedIndex: number;
  onOpen: (id: string, index: number) => void;
  onSeen: (seen: Seen) => void;
  onLeave: () => void;
  waiting: boolean;
}

// Where a list stood when one of it was opened, with the heights of its rows.
let left: { at: string; top: number; heights: Map<number, number> } | undefined;

const main = () => document.getElementById('main');
const usualHeight = 86;
const headHeight = 38;

/** Only the rows that are seen are drawn; of the others there is the room that they take. */
export function ListTable({ ref, at, total, rowAt, indexOf, sort, reference, opened, openedIndex, onOpen, onSeen, onLeave, waiting }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [above, setAbove] = useState(0); // what stands over the rows, in pixels
  const back = useRef(opened && left?.at === at ? left : undefined);
  const categories = useMemo(() => new Map(reference?.categories.map((c) => [c.value, c.label])), [reference]);
  const active = useRef(openedIndex);
  const [heights] = useState(() => back.current?.heights ?? new Map<number, number>());

  const virtual = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    count: total,
    getScrollElement: main,
    estimateSize: (index) => heights.get(index) ?? usualHeight,
    measureElement: (element, entry, instance) => {
      const height = measureElement(element, entry, instance);
      heights.set(Number(element.dataset.index), height);
      return height;
    },
    overscan: 6,
    scrollMargin: above,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: 8,
    // The row with the focus stays drawn, else the keyboard would lose its place.
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      const here = active.current;
      if (here < total && !drawn.includes(here)) drawn.push(here);
      return drawn.sort((a, b) => a - b);
    },
  });
  const focus = useRowFocus({
    body,
    total,
    start: openedIndex,
    perPage: () => Math.max(1, (virtual.range?.endIndex ?? 0) - (virtual.range?.startIndex ?? 0) - 1),
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
    idAt: (index) => rowAt(index)?.id,
    indexOf,
    onLeave,
  });
  active.current = focus.active;
  useImperativeHandle(ref, () => ({ focusFirst: () => focus.go(0) }));

  useLayoutEffect(() => {
    const scroller = main();
    if (!body.current || !scroller) return;
    const now = Math.round(body.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop);
    if (now !== above) setAbove(now);
  });

  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  useEffect(() => onSeen({ first, last }), [first, last, onSeen]);

  // Another list begins at its top; the one that was left is where it was.
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current === at) return;
    shown.current = at;
    active.current = 0;
    main()?.scrollTo({ top: 0 });
  }, [at]);
  useEffect(() => {
    if (!opened) return;
    const index = indexOf(opened);
    if (back.current) main()?.scrollTo({ top: back.current.top });
    focus.go(index >= 0 ? index : openedIndex, !back.current);
    back.current = undefined;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the list comes back
  }, []);

  const open = (id: string, index: number) => {
    left = { at, top: main()?.scrollTop ?? 0, heights };
    onOpen(id, index);
  };
  const latest = useRef(open);
  latest.current = open;
  const [steady] = useState(() => (id: string, index: number) => latest.current(id, index));

  const items = virtual.getVirtualItems();
  let end = above;
  const sorted = (by: string, order: 'ascending' | 'descending' = 'ascending') => (sort === by ? order : undefined);
  return (
    <table ref={table} className={classes.table} onKeyDown={focus.onKeyDown} aria-busy={waiting} aria-rowcount={total + 1} data-testid="list">
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" className={classes.cNumber} aria-sort={sorted('number') ?? sorted('received') ?? sorted('newest', 'descending')}>{t.list.number}</th>
          <th scope="col">{t.list.subject}</th>
          <th scope="col" className={`${classes.wide} ${classes.cKind}`}>{t.list.kindAndCategory}</th>
          <th scope="col" className={classes.cState}>{t.list.state}</th>
          <th scope="col" className={classes.cDue} aria-sort={sorted('due')}>{t.list.due}</th>
          <th scope="col" className={`${classes.wide} ${classes.cWay}`}>{t.list.way}</th>
        </tr>
      </thead>
      <tbody ref={body} onFocus={(event) => {
        const row = (event.target as HTMLElement).closest('tr');
        if (row?.dataset.index) focus.onFocus(Number(row.dataset.index));
      }}>
        {items.map((item) => {
          const gap = item.start - end;
          end = item.end;
          const row = rowAt(item.index);
          return (
            <Fragment key={item.index}>
              {gap > 0 && <Room height={gap} />}
              <ListRow ref={virtual.measureElement} index={item.index} row={row} category={(row && categories.get(row.category)) ?? row?.category ?? ''}
                reached={item.index === focus.active} onOpen={steady} />
            </Fragment>
          );
        })}
        <Room height={above + virtual.getTotalSize() - end} />
      </tbody>
    </table>
  );
}

/** The room of rows that are not drawn. */
function Room({ height }: { height: number }) {
  if (height <= 0) return null;
  return <tr aria-hidden="true" className={classes.room}><td style={{ height }} /></tr>;
}
