import { notifications } from '@mantine/notifications';
import { t } from '../text/id';

const shownMs = 3500;

let last = '';

/** A short word that something was done; a new one replaces the one before. */
export function tell(message: string): void {
  notifications.hide(last);
  last = notifications.show({ message, color: 'green', autoClose: shownMs, closeButtonProps: { 'aria-label': t.common.close } });
}
