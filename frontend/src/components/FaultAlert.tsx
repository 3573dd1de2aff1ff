import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { toFault } from '../api/call';
import { t } from '../text/id';

interface Props {
  error: unknown;
  retry?: () => void;
}

/** What went wrong, said aloud as soon as it appears. */
export function FaultAlert({ error, retry }: Props) {
  const messages = Array.isArray(error) ? (error as string[]) : error ? [toFault(error).message] : [];
  return (
    <div aria-live="assertive" className="fault-place">
      {messages.length > 0 && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle />} p="sm" data-testid="fault">
          <Group justify="space-between" gap="sm">
            <div>{messages.map((message) => <div key={message}>{message}</div>)}</div>
            {retry && <Button size="compact-sm" variant="default" onClick={retry}>{t.common.retry}</Button>}
          </Group>
        </Alert>
      )}
    </div>
  );
}
