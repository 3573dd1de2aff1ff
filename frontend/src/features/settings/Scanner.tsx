import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import { FaultAlert } from '../../components/FaultAlert';
import { tell } from '../../components/tell';
import { t } from '../../text/id';

/** Where the scanner of this PC writes. */
export function Scanner() {
  const client = useQueryClient();
  const scans = useQuery({ queryKey: keys.scans, queryFn: desk.scans });
  const setting = useMutation({
    mutationFn: desk.setScannerFolder,
    onSuccess: (view) => {
      client.setQueryData(keys.scans, view);
      tell(t.files.scannerSaved);
    },
  });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="scanner">
      <Title order={2} id="scanner" mb="xs">{t.files.scanner}</Title>
      <Text c="dimmed" mb="xs">{t.files.scannerLead}</Text>
      <Group gap="sm">
        <Text data-testid="scanner-folder">{scans.data?.folder || t.files.scannerNone}</Text>
        <Button size="compact-md" variant="default" leftSection={<IconFolderOpen size={17} />} loading={setting.isPending} onClick={() => setting.mutate({ path: '', ask: true })} data-testid="scanner-choose">{t.files.scannerChoose}</Button>
        {scans.data?.folder && <Button size="compact-md" variant="default" onClick={() => setting.mutate({ path: '', ask: false })}>{t.files.scannerClear}</Button>}
      </Group>
      <FaultAlert error={scans.error ?? setting.error} />
    </Paper>
  );
}
