import { Button, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCircleCheck, IconCircleMinus, IconUserPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useReference } from '../../api/hooks';
import { keys } from '../../api/keys';
import { AccountFields, noAccount } from '../../components/AccountFields';
import { enterMoves, focusFirst } from '../../components/enterMoves';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { Mark } from '../../components/Mark';
import { tell } from '../../components/tell';
import { t } from '../../text/id';

export function Accounts() {
  const accounts = useQuery({ queryKey: keys.accounts, queryFn: desk.accounts });
  const roles = useReference().data?.roles ?? [];
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [rest, setRest] = useState<string[]>([]);
  const root = useRef<HTMLFormElement>(null);
  const form = useForm({ initialValues: noAccount });
  const add = useMutation({
    mutationFn: desk.addAccount,
    onSuccess: (view, input) => {
      client.setQueryData(keys.accounts, view);
      tell(t.settings.added(input.name));
      form.reset();
      setAdding(false);
    },
    onError: (error) => {
      const found = faultFields(toFault(error), (field) => field in form.values);
      form.setErrors(found.fields);
      setRest(found.rest);
      focusFirst(root.current, Object.keys(found.fields));
    },
  });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="accounts">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="accounts">{t.settings.accounts}</Title>
        {!adding && (
          <Button variant="default" leftSection={<IconUserPlus size={18} />} onClick={() => setAdding(true)} data-testid="account-add">{t.settings.add}</Button>
        )}
      </Group>
      <FaultAlert error={accounts.error} retry={() => void accounts.refetch()} />
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.account.name}</Table.Th>
            <Table.Th>{t.account.username}</Table.Th>
            <Table.Th>{t.account.role}</Table.Th>
            <Table.Th>{t.settings.here}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.data?.accounts.map((account) => (
            <Table.Tr key={account.id}>
              <Table.Td>{account.name}</Table.Td>
              <Table.Td>{account.username}</Table.Td>
              <Table.Td>{account.roleText}</Table.Td>
              <Table.Td>
                {account.here
                  ? <Mark plain tone="ok" icon={IconCircleCheck}>{t.settings.maySignIn}</Mark>
                  : <Mark plain tone="calm" icon={IconCircleMinus}>{t.settings.elsewhere}</Mark>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {adding && (
        <form
          ref={root}
          noValidate
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.preventDefault();
              setAdding(false);
              return;
            }
            enterMoves(event);
          }}
          onSubmit={form.onSubmit((values) => {
            if (add.isPending) return;
            setRest([]);
            add.mutate(values);
          })}
        >
          <Stack gap="sm" mt="md">
            <Title order={3}>{t.settings.newAccount}</Title>
            <Text c="dimmed" size="xs">{t.settings.newAccountHint}</Text>
            <FaultAlert error={rest} />
            <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="xs">
              <AccountFields form={form} roles={roles} />
            </SimpleGrid>
            <Group>
              <Button type="submit" data-enter-stop loading={add.isPending} data-testid="account-save">{t.settings.saveAccount}</Button>
              <Button variant="default" onClick={() => setAdding(false)}>{t.common.cancel}</Button>
            </Group>
          </Stack>
        </form>
      )}
    </Paper>
  );
}
