import { Button } from '@mantine/core';
import { IconCopyCheck, IconScan, IconUserCheck } from '@tabler/icons-react';
import type { ScanView } from '../../api/types';
import { t } from '../../text/id';
import { useAssistView } from './assist';
import classes from './Assist.module.css';

interface Props {
  taken: boolean;
  onTake: () => void;
  onLook: () => void;
  scan: ScanView | undefined; // the newest that the scanner has written
  onScan: (path: string) => void;
}

/** Beside the title, where it moves nothing: who this may be, and what may be recorded already. */
export function AssistLine({ taken, onTake, onLook, scan, onScan }: Props) {
  const { known, alike } = useAssistView();
  const who = known[0];
  return (
    <div className={classes.line} aria-live="polite" data-foot>
      {taken ? (
        <Button size="compact-sm" variant="light" leftSection={<IconUserCheck size={17} />} onClick={onTake} data-testid="known-untake">{t.assist.untake}</Button>
      ) : who && (
        <Button size="compact-sm" variant="light" leftSection={<IconUserCheck size={17} />} onClick={onTake} data-testid="known-take" className={classes.chip} title={who.last}>
          {t.assist.known(who.name, who.why)}
        </Button>
      )}
      {alike.length > 0 && (
        <Button size="compact-sm" variant="light" leftSection={<IconCopyCheck size={17} />} onClick={onLook} data-testid="alike-count" data-count={alike.length} className={`${classes.chip} ${classes.warn}`}>
          {t.assist.alike(alike.length)}
        </Button>
      )}
      {scan && (
        <Button size="compact-sm" variant="light" leftSection={<IconScan size={17} />} onClick={() => onScan(scan.path)} data-testid="scan-chip" className={classes.chip}>
          {t.assist.scan(scan.name)}
        </Button>
      )}
    </div>
  );
}
