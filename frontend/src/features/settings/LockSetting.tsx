import { Button, Group, NumberInput, Paper, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useMay, useStart } from '../../api/hooks';
import { keys } from '../../api/keys';
import { tell } from '../../components/tell';
import { t } from '../../text/id';

/** After how long this PC locks itself. */
export function LockSetting() {
  const minutes = useStart().data?.lockMinutes ?? 0;
  const may = useMay('accounts');
  const client = useQueryClient();
  const [typed, setTyped] = useState<number | string>(minutes);
  const save = useMutation({
    mutationFn: desk.setLockMinutes,
    onSuccess: (view) => {
      client.setQueryData(keys.start, view);
      tell(t.lock.saved(view.lockMinutes));
    },
  });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="lock-setting">
      <Title order={2} id="lock-setting" mb="xs">{t.lock.title}</Title>
      <Text c="dimmed" mb="xs">{t.lock.lead}</Text>
      {may ? (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(Number(typed));
          }}
        >
          <Group align="flex-start" gap="sm">
            <NumberInput label={t.lock.minutes} value={typed} onChange={setTyped} allowDecimal={false} allowNegative={false} hideControls w={240}
              error={save.error ? toFault(save.error).message : undefined} data-testid="field-minutes" />
            <Button type="submit" variant="default" mt={27} loading={save.isPending} data-testid="lock-save">{t.lock.save}</Button>
          </Group>
        </form>
      ) : (
        <Text>{t.lock.now(minutes)}</Text>
      )}
    </Paper>
  );
}
