import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { ComplaintForm, RecordedView } from '../../api/types';
import { CopyButton } from '../../components/CopyButton';
import { Mark } from '../../components/Mark';
import { Printed } from '../../components/Printed';
import { Provisional } from '../../components/Provisional';
import { usePrint, usePrintKey } from '../../components/usePrint';
import { t } from '../../text/id';
import classes from './Recorded.module.css';

interface Props {
  recorded: RecordedView;
  form: ComplaintForm;
}

/** Saved: the number to write on the paper and to tell the reporter. */
export function Recorded({ recorded, form }: Props) {
  const [, navigate] = useLocation();
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    next.current?.focus({ preventScroll: true });
    document.getElementById('main')?.scrollTo({ top: 0 });
  }, []);
  const { printing, print } = usePrint(recorded.id);
  usePrintKey(() => print('receipt'));
  const { deadline } = recorded;
  return (
    <div className={classes.page}>
      <Paper withBorder p="xl" maw={880} mx="auto" role="status" aria-label={t.recorded.title}>
        <Stack gap="md">
          <Mark plain tone="ok" icon={IconCircleCheck}>{t.recorded.title}</Mark>
          <div>
            <Text size="xs" c="dimmed">{t.recorded.number}</Text>
            <div className={classes.number} data-testid="recorded-number">{recorded.number}</div>
          </div>
          <dl className={classes.facts}>
            <div>
              <dt>{t.recorded.due}</dt>
              <dd className={classes.due} data-testid="recorded-due">{deadline.dueText}</dd>
              {deadline.provisional && deadline.due && <dd><Provisional range={deadline.rangeText} /></dd>}
            </div>
            <div>
              <dt>{t.recorded.class}</dt>
              <dd>{deadline.classText}</dd>
            </div>
            <div>
              <dt>{t.recorded.reporter}</dt>
              <dd>{recorded.reporter}{form.anonymous && !form.reporter.unidentified ? ` (${t.form.anonymousShort})` : ''}</dd>
            </div>
            <div>
              <dt>{t.form.subject}</dt>
              <dd>{recorded.subject}</dd>
            </div>
          </dl>
          {recorded.warnings.length > 0 && (
            <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} p="sm" data-testid="recorded-warnings">
              <Title order={2} size="h3">{t.recorded.warnings}</Title>
              {recorded.warnings.map((warning) => <div key={warning}>{warning}</div>)}
            </Alert>
          )}
          <Group>
            <Button ref={next} size="md" onClick={() => navigate('/catat')} data-testid="record-next">{t.recorded.next}</Button>
            <Button size="md" variant="light" leftSection={<IconPrinter size={18} />} loading={printing.isPending} onClick={() => print('receipt')} aria-keyshortcuts="Control+P" data-testid="record-print">{printing.data ? t.paper.printAgain : t.paper.printReceipt}</Button>
            <Button size="md" variant="default" onClick={() => navigate(`/aduan/${recorded.id}`, { replace: true })} data-testid="record-open">{t.recorded.open}</Button>
            <CopyButton size="md" text={recorded.number} label={t.recorded.copy} />
          </Group>
          <Printed printing={printing} />
        </Stack>
      </Paper>
    </div>
  );
}
