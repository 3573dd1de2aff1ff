import { IconDownload } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useSync } from '../../api/hooks';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './Sync.module.css';
import { syncLook } from './syncLook';

/** Always in sight: has the regency received what was written here? Leads to the screen that tells all of it. */
export function SyncStatus() {
  const { data: sync } = useSync();
  const { tone, icon, word } = syncLook(sync);
  return (
    <Link href="/kiriman" className={classes.status} aria-keyshortcuts="F9" title={[sync?.text, t.sync.open].filter(Boolean).join('. ')}
      data-testid="sync-status" data-level={sync?.level} data-unsent={sync?.unsent}>
      <span className="only-aloud">{t.sync.label}: </span>
      {sync && sync.fillPercent >= 0 && <Mark tone="info" icon={IconDownload} data-testid="sync-fill">{t.sync.fill(sync.fillPercent)}</Mark>}
      <Mark tone={tone} icon={icon}>{word}</Mark>
    </Link>
  );
}
