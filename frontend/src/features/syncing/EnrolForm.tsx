import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useMay, useSync } from '../../api/hooks';
import { refreshAll } from '../../api/changes';
import { putStatus } from '../../api/status';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';

/** Ties this PC to the regency's server by a code pasted here. */
export function EnrolForm() {
  const { data: sync } = useSync();
  const client = useQueryClient();
  const mayEnrol = useMay('enrol');
  const [code, setCode] = useState('');
  const enrol = useMutation({
    mutationFn: desk.enrol,
    onSuccess: (view) => {
      putStatus(client, view);
      refreshAll(client);
    },
  });
  if (sync?.enrolled) {
    return (
      <Stack gap={4}>
        <Mark plain tone="ok" icon={IconCircleCheck}>{t.enrol.done}</Mark>
        {sync.server && <Text c="dimmed" size="xs">{t.sync.server(sync.server)}</Text>}
      </Stack>
    );
  }
  if (!mayEnrol) return <Text>{t.enrol.askAdmin}</Text>;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!enrol.isPending) enrol.mutate(code.trim());
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={t.enrol.code}
          description={t.enrol.hint}
          autosize
          minRows={2}
          maxRows={4}
          value={code}
          error={enrol.error && toFault(enrol.error).message}
          onChange={(event) => setCode(event.currentTarget.value)}
          data-testid="field-code"
        />
        <Button type="submit" loading={enrol.isPending} disabled={code.trim() === ''} data-testid="enrol">{t.enrol.save}</Button>
      </Stack>
    </form>
  );
}
