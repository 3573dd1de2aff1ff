import { Alert, Button, Checkbox, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconCircleCheck, IconDownload, IconFileSpreadsheet, IconFolderOpen } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { toFault } from '../../api/call';
import { onProgress } from '../../api/changes';
import { desk } from '../../api/desk';
import { useMay, useReference, useSync } from '../../api/hooks';
import type { ProgressView } from '../../api/types';
import { DateField } from '../../components/DateField';
import { enterMoves } from '../../components/enterMoves';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { longDate, monthOf } from '../../format/date';
import { count } from '../../format/number';
import { t } from '../../text/id';
import { RegisterPrint } from './RegisterPrint';

/** The complaints register of a period as a workbook. */
export function ReportPage() {
  const reference = useReference();
  const today = reference.data?.today;
  if (!today) return <Stack p="md"><FaultAlert error={reference.error} retry={() => void reference.refetch()} /></Stack>;
  return <ReportForm today={today} />;
}

function ReportForm({ today }: { today: string }) {
  const mayUnmask = useMay('unmask');
  const fillText = useSync().data?.fillText;
  const [period, setPeriod] = useState(monthOf(today, 0));
  const [reveal, setReveal] = useState(false);
  const [ask, setAsk] = useState(false);
  const [progress, setProgress] = useState<ProgressView | null>(null);
  const exporting = useMutation({
    mutationFn: desk.exportRegister,
    onSettled: () => setProgress(null),
  });
  const open = useMutation({ mutationFn: desk.openFolder });
  useEffect(() => onProgress('register', setProgress), []);

  const thisYear = { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` };
  const presets = [
    { label: t.report.thisMonth, period: monthOf(today, 0) },
    { label: t.report.lastMonth, period: monthOf(today, -1) },
    { label: t.report.thisYear, period: thisYear },
  ];
  const faults = exporting.error
    ? faultFields(toFault(exporting.error), (field) => field === 'from' || field === 'to')
    : { fields: {} as Record<string, string>, rest: [] };
  const done = exporting.data;
  return (
    <Stack p="md" gap="md" maw={760}>
      <div>
        <Title order={1}>{t.report.title}</Title>
        <Text c="dimmed">{t.report.lead}</Text>
      </div>
      {fillText && <Alert variant="light" icon={<IconDownload />} title={t.report.filling} data-testid="report-filling">{fillText}</Alert>}
      <Paper
        withBorder
        p="md"
        component="form"
        noValidate
        onKeyDown={enterMoves}
        onSubmit={(event) => {
          event.preventDefault();
          if (!exporting.isPending) exporting.mutate({ ...period, reveal: reveal && mayUnmask, ask });
        }}
      >
        <Stack gap="md">
          <Group gap="xs" role="group" aria-label={t.report.period}>
            {presets.map(({ label, period: preset }) => {
              const chosen = preset.from === period.from && preset.to === period.to;
              return (
                <Button key={label} variant={chosen ? 'light' : 'default'} aria-pressed={chosen} onClick={() => setPeriod(preset)}>{label}</Button>
              );
            })}
          </Group>
          <Group align="flex-start" grow preventGrowOverflow={false}>
            <DateField label={t.report.from} today={today} value={period.from} error={faults.fields.from} onChange={(from) => setPeriod({ ...period, from })}
              description={describe(period.from)} data-testid="field-from" />
            <DateField label={t.report.to} today={today} value={period.to} error={faults.fields.to} onChange={(to) => setPeriod({ ...period, to })}
              description={describe(period.to)} data-testid="field-to" />
          </Group>
          {mayUnmask && (
            <Checkbox label={t.report.reveal} description={t.report.revealHint} checked={reveal} onChange={(e) => setReveal(e.currentTarget.checked)} data-testid="field-reveal" />
          )}
          <Checkbox label={t.report.ask} checked={ask} onChange={(e) => setAsk(e.currentTarget.checked)} data-testid="field-ask" />
          <FaultAlert error={faults.rest} />
          <Group>
            <Button type="submit" data-enter-stop loading={exporting.isPending} leftSection={<IconFileSpreadsheet size={18} />} data-testid="export">{t.report.make}</Button>
          </Group>
          {exporting.isPending && (
            <div aria-live="polite">
              <Progress size="lg" value={progress && progress.total > 0 ? (100 * progress.done) / progress.total : 100} animated={!progress?.total} aria-label={t.report.making} />
              <Text size="xs" mt={4}>{progress?.total ? t.report.progress(count(progress.done), count(progress.total)) : t.report.making}</Text>
            </div>
          )}
        </Stack>
      </Paper>
      <RegisterPrint period={period} reveal={reveal && mayUnmask} ask={ask} />
      <div aria-live="polite">
        {done && !exporting.isPending && (done.cancelled ? <Text>{t.report.cancelled}</Text> : (
          <Alert color="green" variant="light" icon={<IconCircleCheck />} title={t.report.done(count(done.rows))} data-testid="export-done">
            <Stack gap="xs" align="flex-start">
              {done.text && <Text>{done.text}</Text>}
              <Text style={{ overflowWrap: 'anywhere' }} data-testid="export-path">{done.path}</Text>
              <Button variant="default" leftSection={<IconFolderOpen size={18} />} onClick={() => open.mutate(done.path)}>{t.report.openFolder}</Button>
              <FaultAlert error={open.error} />
            </Stack>
          </Alert>
        ))}
      </div>
    </Stack>
  );
}

const describe = (date: string) => (/^\d{4}-\d{2}-\d{2}$/.test(date) ? longDate(date) : undefined);
