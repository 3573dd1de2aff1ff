import { IconArrowBackUp, IconDeviceDesktop, IconSend, type Icon } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { Link } from 'wouter';
import type { WaitingRowView } from '../../api/types';
import { Mark } from '../../components/Mark';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './Sync.module.css';

const signs: Record<string, Icon> = { local: IconDeviceDesktop, sent: IconSend, lost: IconArrowBackUp };

/** What waits, oldest first; the arrow keys go from complaint to complaint. */
export function WaitingTable({ rows }: { rows: WaitingRowView[] }) {
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const links = Array.from(event.currentTarget.querySelectorAll<HTMLAnchorElement>('a'));
    const here = links.indexOf(event.target as HTMLAnchorElement);
    const to: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 };
    const link = here >= 0 ? links[to[event.key] ?? -1] : undefined;
    if (!link) return;
    event.preventDefault();
    link.focus();
    link.closest('tr')?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <table className={classes.table} onKeyDown={onKeyDown} data-testid="waiting">
      <thead>
        <tr>
          <th scope="col">{t.sync.what}</th>
          <th scope="col">{t.sync.entries}</th>
          <th scope="col">{t.sync.size}</th>
          <th scope="col">{t.sync.since}</th>
          <th scope="col">{t.sync.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.complaint}${row.title}`} data-testid={`waiting-${row.title}`} data-state={row.state}>
            <th scope="row">{row.complaint ? <Link href={`/aduan/${row.complaint}`} className={classes.number}>{row.title}</Link> : row.title}</th>
            <td>{t.sync.entryCount(count(row.entries))}</td>
            <td>{row.sizeText}</td>
            <td>{row.oldest}</td>
            <td><Mark plain tone={row.state === 'lost' ? 'warn' : row.state === 'sent' ? 'info' : 'calm'} icon={signs[row.state] ?? IconDeviceDesktop}>{row.stateText}</Mark></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
