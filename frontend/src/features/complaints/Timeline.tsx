import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { TimelineView } from '../../api/types';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './Detail.module.css';
import { wayLook } from './marks';

/** What happened, in order, newest last: each a sentence that can be read aloud, and the words that were written. */
export function Timeline({ items }: { items: TimelineView[] }) {
  return (
    <ol className={classes.timeline}>
      {items.map((item) => (
        <li key={item.entryId} data-testid="timeline-item" data-kind={item.kind} data-sync={item.sync}>
          <div><span className={classes.event}>{item.title}</span> <time className={classes.soft} dateTime={item.at || undefined}>{item.atText}</time></div>
          {item.text && <p className={classes.words}>{item.text}</p>}
          <Mark plain {...wayLook(item.sync)}>{item.syncText}</Mark>
          {item.aside > 0 && <div><Link href={`/kiriman?catatan=${item.aside}`} className={classes.toAside} data-testid="to-aside">{t.timeline.correct}</Link></div>}
          {item.clash && <div><Mark tone="warn" icon={IconAlertTriangle}>{item.clash}</Mark></div>}
        </li>
      ))}
    </ol>
  );
}
