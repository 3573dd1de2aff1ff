import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay, useSession, useStart } from '../../api/hooks';
import { t } from '../../text/id';
import { Accounts } from './Accounts';
import { Kop } from './Kop';
import { LockSetting } from './LockSetting';
import { LookSetting } from './LookSetting';
import { Printing } from './Printing';
import { PracticeSetting } from './PracticeSetting';
import { Rules } from './Rules';

/** What belongs to this PC: its accounts, its tie to the regency, its version. */
export function SettingsPage({ enrolment }: { enrolment: ReactNode }) {
  const start = useStart().data;
  const session = useSession();
  const mayAccounts = useMay('accounts');
  return (
    <Stack p="md" gap="md" maw={880}>
      <Title order={1}>{t.settings.title}</Title>
      {mayAccounts && <Accounts />}
      <LookSetting />
      <LockSetting />
      <PracticeSetting />
      <Printing />
      <Kop />
      <Rules />
      <Paper withBorder p="md" component="section" aria-labelledby="enrolment">
        <Title order={2} id="enrolment" mb="xs">{t.settings.enrolment}</Title>
        {enrolment}
      </Paper>
      <Paper withBorder p="md" component="section" aria-labelledby="about">
        <Title order={2} id="about" mb="xs">{t.about.title}</Title>
        <Text>{t.about.office(session?.officeName ?? '', session?.officeCode ?? '', session?.letter ?? '')}</Text>
        <Text>{t.about.version(start?.version ?? '')}</Text>
        <Text c="dimmed" mt="xs">{t.about.text}</Text>
      </Paper>
    </Stack>
  );
}
