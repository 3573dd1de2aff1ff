import { Alert, Button, Divider, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconCircleCheck, IconCloudUpload, IconHelpCircle, IconRefresh, type Icon } from '@tabler/icons-react';
import { desk } from '../../api/desk';
import { useMay, useSync } from '../../api/hooks';
import { keys } from '../../api/keys';
import type { SyncView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark, type Tone } from '../../components/Mark';
import { count } from '../../format/number';
import { t } from '../../text/id';
import { EnrolForm } from './EnrolForm';

const panelRefreshMs = 5000;

function look(sync: SyncView | undefined): { tone: Tone; icon: Icon; word: string } {
  if (!sync) return { tone: 'calm', icon: IconHelpCircle, word: t.sync.unknown };
  const unsent = sync.unsent > 0 ? t.sync.unsent(count(sync.unsent)) : '';
  if (sync.level === 'green') return { tone: 'ok', icon: IconCircleCheck, word: t.sync.allReceived };
  if (sync.level === 'attention') return { tone: 'bad', icon: IconAlertTriangle, word: unsent || t.sync.attention };
  return { tone: 'warn', icon: IconCloudUpload, word: unsent || t.sync.waiting };
}

/** Always in sight: has the regency received what was written here? */
export function SyncStatus() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { data: sync } = useSync(opened && panelRefreshMs);
  const client = useQueryClient();
  const mayEnrol = useMay('enrol');
  const now = useMutation({
    mutationFn: desk.syncNow,
    onSuccess: (view) => client.setQueryData(keys.sync, view),
  });
  const { tone, icon, word } = look(sync);
  return (
    <Popover opened={opened} onDismiss={close} onClose={close} width={360} position="bottom-end" shadow="md" trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <UnstyledButton style={{ display: 'inline-flex' }} onClick={toggle} data-testid="sync-status" data-level={sync?.level} data-unsent={sync?.unsent} aria-expanded={opened} title={sync?.text}>
          <span className="only-aloud">{t.sync.label}: </span>
          <Mark tone={tone} icon={icon}>{word}</Mark>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.sync.label}>
        {sync && (
          <Stack gap="xs" data-testid="sync-panel">
            <Mark plain tone={tone} icon={icon}>{word}</Mark>
            <Text>{sync.text}</Text>
            {sync.advice && <Text fw={600}>{sync.advice}</Text>}
            {sync.clockText && <Alert color="yellow" p="xs">{sync.clockText}</Alert>}
            <Stack gap={2}>
              {sync.oldestUnsent && <Text size="xs">{sync.oldestUnsent}</Text>}
              {sync.setAside > 0 && <Text size="xs">{t.sync.setAside(count(sync.setAside))}</Text>}
              {sync.lastText && <Text size="xs">{sync.lastText}</Text>}
              {sync.nextText && <Text size="xs">{sync.nextText}</Text>}
              {sync.server && <Text size="xs" c="dimmed">{t.sync.server(sync.server)}</Text>}
            </Stack>
            <FaultAlert error={now.error} />
            {sync.enrolled ? (
              <Button leftSection={<IconRefresh size={18} />} loading={now.isPending} onClick={() => now.mutate()} data-testid="sync-now">
                {t.sync.tryNow}
              </Button>
            ) : mayEnrol ? (
              <>
                <Divider />
                <EnrolForm />
              </>
            ) : (
              <Text size="xs">{t.enrol.askAdmin}</Text>
            )}
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
