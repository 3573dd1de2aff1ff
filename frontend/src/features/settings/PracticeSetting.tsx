import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconRefresh, IconSchool } from '@tabler/icons-react';
import { desk } from '../../api/desk';
import { useStart } from '../../api/hooks';
import { keys } from '../../api/keys';
import { FaultAlert } from '../../components/FaultAlert';
import { t } from '../../text/id';

/** Into a practice register; within one, to begin it anew. */
export function PracticeSetting() {
  const practice = useStart().data?.practice ?? false;
  const client = useQueryClient();
  const go = useMutation({
    mutationFn: practice ? desk.resetPractice : desk.startPractice,
    onSuccess: (view) => client.setQueryData(keys.start, view),
  });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="practice-setting">
      <Title order={2} id="practice-setting" mb="xs">{t.practice.title}</Title>
      <Stack gap="sm" align="flex-start">
        <Text c="dimmed">{t.practice.lead}</Text>
        <FaultAlert error={go.error} />
        <Button variant="default" leftSection={practice ? <IconRefresh size={18} /> : <IconSchool size={18} />} loading={go.isPending} onClick={() => go.mutate()} data-testid={practice ? 'practice-reset' : 'practice-start'}>
          {practice ? t.practice.reset : t.practice.start}
        </Button>
      </Stack>
    </Paper>
  );
}
