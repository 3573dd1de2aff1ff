import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMay, useSession, useStart } from '../../api/hooks';
import { t } from '../../text/id';
import { Accounts } from './Accounts';
import { Contents } from './Contents';
import { Kop } from './Kop';
import { LockSetting } from './LockSetting';
import { LookSetting } from './LookSetting';
import { Printing } from './Printing';
import { PracticeSetting } from './PracticeSetting';
import { Rules } from './Rules';
import { Scanner } from './Scanner';
import classes from './Settings.module.css';
import { Templates } from './Templates';

/** What belongs to this PC: its accounts, its tie to the regency, its version. */
export function SettingsPage({ enrolment }: { enrolment: ReactNode }) {
  const start = useStart().data;
  const session = useSession();
  const mayAccounts = useMay('accounts');
  const mayImport = useMay('import');
  return (
    <div className={classes.page}>
      <Contents without={[...(mayAccounts ? [] : ['accounts']), ...(mayImport ? [] : ['old-register'])]} />
      <Stack gap="md">
        <Title order={1}>{t.settings.title}</Title>
        {mayAccounts && <Accounts />}
        <LookSetting />
        <LockSetting />
        <PracticeSetting />
        <Printing />
        <Kop />
        <Scanner />
        <Templates />
        <Rules />
        {mayImport && (
          <Paper withBorder p="md" component="section" aria-labelledby="old-register">
            <Title order={2} id="old-register" mb="xs">{t.importing.title}</Title>
            <Text mb="sm">{t.importing.settingsLead}</Text>
            <Button component={Link} href="/impor" variant="default" leftSection={<IconFileImport size={18} />} data-testid="to-import">{t.importing.open}</Button>
          </Paper>
        )}
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
    </div>
  );
}
