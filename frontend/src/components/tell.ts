import { notifications } from '@mantine/notifications';

const shownMs = 3500;

/** A short word that something was done; a new one replaces the one before. */
export function tell(message: string): void {
  notifications.clean();
  notifications.cleanQueue();
  notifications.show({ message, color: 'green', autoClose: shownMs });
}
