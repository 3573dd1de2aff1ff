import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconFileSpreadsheet, IconFolderOpen } from '@tabler/icons-react';
import { desk } from '../../api/desk';
import { FaultAlert } from '../../components/FaultAlert';
import { t } from '../../text/id';

/** The rows that do not come in, as a workbook to mend and import again. */
export function SaveRejected({ id }: { id: string }) {
  const saving = useMutation({ mutationFn: () => desk.saveImportRejected(id, false) });
  const open = useMutation({ mutationFn: desk.openFolder });
  return (
    <div aria-live="polite">
      <Group gap="sm" mt={8}>
        <Button variant="default" loading={saving.isPending} leftSection={<IconFileSpreadsheet size={18} />} onClick={() => saving.mutate()} data-testid="import-save-rejected">{t.importing.saveBad}</Button>
        {saving.data && <Button variant="subtle" leftSection={<IconFolderOpen size={18} />} onClick={() => open.mutate(saving.data.path)}>{t.importing.openFolder}</Button>}
      </Group>
      {saving.data && <Text mt={4} style={{ overflowWrap: 'anywhere' }} data-testid="import-rejected-path" data-path={saving.data.path}>{saving.data.text}</Text>}
      <FaultAlert error={saving.error ?? open.error} />
    </div>
  );
}
