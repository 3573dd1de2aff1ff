import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { IconCircleCheck, IconCopy, IconExternalLink, IconFolderOpen } from '@tabler/icons-react';
import { desk } from '../api/desk';
import type { PrintView } from '../api/types';
import { t } from '../text/id';
import { FaultAlert } from './FaultAlert';

/** What became of the last print: where it is, and how to get at it again. */
export function Printed({ printing }: { printing: Pick<UseMutationResult<PrintView, Error, never>, 'data' | 'error' | 'isPending'> }) {
  const again = useMutation({ mutationFn: desk.openPaper });
  const folder = useMutation({ mutationFn: desk.openFolder });
  const { data, error, isPending } = printing;
  return (
    <div aria-live="polite">
      <FaultAlert error={error} />
      {data && !error && !isPending && (
        <Alert color={data.cancelled ? 'gray' : 'green'} variant="light" p="sm" icon={data.copy ? <IconCopy /> : <IconCircleCheck />} data-testid="printed" data-copy={data.copy || undefined}>
          <Text>{data.text}</Text>
          {data.path && (
            <>
              {!data.opened && <Text size="xs" style={{ overflowWrap: 'anywhere' }}>{data.path}</Text>}
              <span hidden data-testid="printed-path">{data.path}</span>
              <Group gap="xs" mt={8}>
                <Button size="compact-sm" variant="default" leftSection={<IconExternalLink size={16} />} loading={again.isPending} onClick={() => again.mutate(data.path)}>{t.paper.openAgain}</Button>
                <Button size="compact-sm" variant="default" leftSection={<IconFolderOpen size={16} />} onClick={() => folder.mutate(data.path)}>{t.report.openFolder}</Button>
              </Group>
              <FaultAlert error={again.error ?? folder.error} />
            </>
          )}
        </Alert>
      )}
    </div>
  );
}
