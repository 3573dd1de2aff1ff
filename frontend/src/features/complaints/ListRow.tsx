import { IconAlertTriangle, IconCalendarRepeat, IconLock, IconSpy } from '@tabler/icons-react';
import { memo, type Ref } from 'react';
import type { RowView } from '../../api/types';
import { Mark } from '../../components/Mark';
import { Provisional } from '../../components/Provisional';
import { t } from '../../text/id';
import { search } from '../../text/search';
import classes from './List.module.css';
import { stateLook, urgencyLook, wayLook } from './marks';

interface Props {
  ref: Ref<HTMLTableRowElement>;
  index: number;
  row: RowView | undefined; // not read yet
  category: string;
  reached: boolean; // by Tab
  onOpen: (id: string, index: number) => void;
}

/** One complaint of the list; the head is row 1 of the table. */
export const ListRow = memo(function ListRow({ ref, index, row, category, reached, onOpen }: Props) {
  const place = { ref, 'aria-rowindex': index + 2, 'data-index': index };
  // The same link whether the row is read or not: the focus stays on it.
  const link = (text: string) => (
    <a
      href={row ? `#/aduan/${row.id}` : '#/aduan'}
      className={classes.number}
      data-row={row?.id ?? ''}
      tabIndex={reached ? 0 : -1}
      onClick={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (row) onOpen(row.id, index);
      }}
    >
      {text}
    </a>
  );
  if (!row) {
    return (
      <tr {...place} className={classes.unread} aria-busy>
        <td>{link(search.loadingRow)}</td>
        <td><span className={classes.line} /></td>
        <td className={classes.wide} />
        <td className={classes.stateCell} />
        <td className={classes.dueCell} />
        <td className={`${classes.wide} ${classes.way}`} />
      </tr>
    );
  }
  return (
    <tr {...place} data-testid={`row-${row.number}`} data-state={row.state} data-urgency={row.urgency} data-sync={row.sync} onClick={() => onOpen(row.id, index)}>
      <td>
        {link(row.number)}
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
        <div className={classes.category} title={category}>{category}</div>
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
  );
});
