import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ClashView, DetailView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import { newAct } from './actFields';
import classes from './Detail.module.css';
import { useAct } from './queries';

/** Two people wrote different values; nothing is lost, somebody decides. */
export function Clashes({ detail, maySettle }: { detail: DetailView; maySettle: boolean }) {
  if (detail.clashes.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="clashes" className={classes.clashes}>
      <Title order={2} size="h3" id="clashes"><Mark plain tone="bad" icon={IconAlertTriangle}>{t.clash.title}</Mark></Title>
      <Text mb="xs">{t.clash.lead}</Text>
      <Stack gap="sm">
        {detail.clashes.map((clash) => <ClashCard key={clash.id} clash={clash} detail={detail} maySettle={maySettle} />)}
      </Stack>
    </Paper>
  );
}

function ClashCard({ clash, detail, maySettle }: { clash: ClashView; detail: DetailView; maySettle: boolean }) {
  const [act] = useState(() => newAct(detail, 'settle'));
  const doing = useAct();
  const take = (choice: 'accepted' | 'proposed') => {
    if (!doing.isPending) doing.mutate({ ...act, clash: clash.id, take: choice });
  };
  return (
    <div data-testid={`clash-${clash.field}`}>
      <Text fw={600}>{clash.label}</Text>
      <div className={classes.sides}>
        <div>
          <Text size="xs" c="dimmed">{t.clash.accepted}</Text>
          <Text className={classes.value}>{clash.accepted || t.clash.empty}</Text>
          {maySettle && <Button size="compact-md" variant="default" loading={doing.isPending} onClick={() => take('accepted')} data-testid="take-accepted">{t.clash.keep}</Button>}
        </div>
        <div>
          <Text size="xs" c="dimmed">{t.clash.proposed(clash.by, clash.atText)}</Text>
          <Text className={classes.value}>{clash.proposed || t.clash.empty}</Text>
          {maySettle && <Button size="compact-md" variant="default" loading={doing.isPending} onClick={() => take('proposed')} data-testid="take-proposed">{t.clash.replace}</Button>}
        </div>
      </div>
      <FaultAlert error={doing.error} />
    </div>
  );
}
