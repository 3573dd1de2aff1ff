import { IconAlertTriangle, IconCalendarRepeat, IconLock, IconSpy } from '@tabler/icons-react';
import { useEffect, useRef, type KeyboardEvent, type Ref } from 'react';
import { Link } from 'wouter';
import type { ReferenceView, RowView } from '../../api/types';
import { Mark } from '../../components/Mark';
import { Provisional } from '../../components/Provisional';
import { t } from '../../text/id';
import classes from './List.module.css';
import { stateLook, urgencyLook, wayLook } from './marks';

interface Props {
  ref: Ref<HTMLTableElement>;
  rows: RowView[];
  reference: ReferenceView | undefined;
  opened: string;
  onOpen: (id: string) => void;
  waiting: boolean;
}

const linksOf = (table: HTMLTableElement | null) =>
  Array.from(table?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? []);

export function focusRow(table: HTMLTableElement | null, index: number): void {
  const links = linksOf(table);
  const link = links[Math.max(0, Math.min(index, links.length - 1))];
  link?.focus();
  link?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}

export function ListTable({ ref, rows, reference, opened, onOpen, waiting }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const came = useRef(opened);
  const categories = new Map(reference?.categories.map((c) => [c.value, c.label]));

  useEffect(() => {
    if (!came.current) return;
    body.current?.querySelector<HTMLAnchorElement>(`a[data-row="${CSS.escape(came.current)}"]`)?.focus();
    came.current = '';
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const table = event.currentTarget;
    const here = linksOf(table).indexOf(event.target as HTMLAnchorElement);
    const to: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 };
    const index = to[event.key];
    if (here < 0 || index === undefined) return;
    event.preventDefault();
    if (index < 0) document.querySelector<HTMLElement>('[data-testid=search]')?.focus();
    else focusRow(table, index);
  };

  return (
    <table ref={ref} className={classes.table} onKeyDown={onKeyDown} aria-busy={waiting}>
      <thead>
        <tr>
          <th scope="col" className={classes.cNumber}>{t.list.number}</th>
          <th scope="col" className={classes.cSubject}>{t.list.subject}</th>
          <th scope="col" className={classes.wide}>{t.list.kindAndCategory}</th>
          <th scope="col">{t.list.state}</th>
          <th scope="col">{t.list.due}</th>
          <th scope="col" className={classes.wide}>{t.list.way}</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, i) => (
          <tr key={row.id} data-testid={`row-${row.number}`} data-state={row.state} data-urgency={row.urgency} data-sync={row.sync} onClick={() => onOpen(row.id)}>
            <td>
              <Link
                href={`/aduan/${row.id}`}
                className={classes.number}
                data-row={row.id}
                tabIndex={row.id === opened || (i === 0 && !rows.some((r) => r.id === opened)) ? 0 : -1}
                onClick={(event) => {
                  event.preventDefault();
                  event.stopPropagation();
                  onOpen(row.id);
                }}
              >
                {row.number}
              </Link>
              <div className={classes.soft}>{row.receivedText}</div>
              {row.oldNumber && <div className={classes.soft} data-testid="row-old-number">{t.list.oldNumber(row.oldNumber)}</div>}
            </td>
            <td>
              <div className={classes.subject} title={row.subject}>{row.subject}</div>
              <div className={classes.soft}>
                {row.reporter}
                {row.anonymous && row.reporter !== 'ANONIM' && <span className={classes.flag}><IconSpy size={15} aria-hidden /> {t.form.anonymousShort}</span>}
                {row.confidential && row.reporter !== 'RAHASIA' && <span className={classes.flag}><IconLock size={15} aria-hidden /> {t.form.confidentialShort}</span>}
              </div>
            </td>
            <td className={classes.wide}>
              <div>{row.kindText}</div>
              <div className={classes.category} title={categories.get(row.category)}>{categories.get(row.category) ?? row.category}</div>
            </td>
            <td className={classes.stateCell}>
              <Mark {...stateLook(row.state)}>{row.stateText}</Mark>
              {row.clashes > 0 && <div><Mark plain tone="bad" icon={IconAlertTriangle}>{t.list.clashes(row.clashes)}</Mark></div>}
              {row.holder && <div className={classes.soft}>{row.holder}</div>}
              <div className={classes.narrow}><Mark plain {...wayLook(row.sync)}>{row.syncText}</Mark></div>
            </td>
            <td className={classes.dueCell}>
              <div>{(row.provisional && row.rangeText) || row.dueText}</div>
              {row.provisional && row.due && <div><Provisional plain /></div>}
              {row.moved && <div><Mark plain tone="warn" icon={IconCalendarRepeat} data-testid="row-moved">{t.moved.title}</Mark></div>}
              {row.urgencyText && <Mark {...urgencyLook(row.urgency)} plain={row.urgency === 'ok' || row.urgency === 'none' || row.urgency === 'done'}>{row.urgencyText}</Mark>}
            </td>
            <td className={`${classes.wide} ${classes.way}`}><Mark plain {...wayLook(row.sync)}>{row.syncText}</Mark></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
