import { IconClockExclamation } from '@tabler/icons-react';
import { useSync } from '../../api/hooks';
import classes from './Sync.module.css';

/** Over every screen while the clock of this PC is wrong: work goes on, and what to do is said. */
export function ClockBanner() {
  const text = useSync().data?.clockText;
  return (
    <div role="status" className={classes.bannerPlace}>
      {text && (
        <div className={classes.banner} data-testid="clock-banner">
          <IconClockExclamation size={20} stroke={1.8} aria-hidden />
          <span>{text}</span>
        </div>
      )}
    </div>
  );
}
