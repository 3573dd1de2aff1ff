import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import { useEffect } from 'react';
import { onReminder } from '../api/changes';
import { t } from '../text/id';
import { navigate } from './hash';

const id = 'reminder';

/** The reminder of the day, inside the window too: not every PC shows those of the system. */
export function useReminder(): void {
  useEffect(
    () =>
      onReminder(({ title, text }) => {
        const go = () => {
          notifications.hide(id);
          navigate('/');
        };
        notifications.hide(id);
        notifications.show({
          id,
          title,
          message: (
            <span data-testid="reminder" style={{ color: 'var(--mantine-color-text)' }}>
              {text} <Anchor component="button" type="button" onClick={go}>{t.reminder.go}</Anchor>
            </span>
          ),
          icon: <IconBell size={18} />,
          color: 'laut',
          autoClose: false,
          closeButtonProps: { 'aria-label': t.common.close },
        });
      }),
    [],
  );
}
