import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconCircleCheck, IconList, IconPlayerPlay, IconPlayerStop, IconPlayerPause } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { onProgress } from '../../api/changes';
import { desk } from '../../api/desk';
import type { ImportResultView, ProgressView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './Import.module.css';
import { SaveRejected } from './SaveRejected';
import { UndoButton } from './UndoButton';
import { useRun, type UseWizard } from './wizard';

interface Props {
  wizard: UseWizard;
  run: { id: string; pending: boolean; result: ImportResultView | undefined; error: unknown };
}

/** An import that runs, and what became of it. */
export function RunStep({ wizard, run }: Props) {
  const { begin } = useRun();
  if (run.pending) return <Running id={run.id} />;
  const { result } = run;
  if (!result) return <Stack gap="sm"><FaultAlert error={run.error} /><Group><Button onClick={() => begin(run.id)}>{t.importing.goOn}</Button></Group></Stack>;
  return (
    <Stack gap="sm" data-testid="import-result" data-new={result.new} data-already={result.already} data-rejected={result.rejected} data-rows={result.rows} data-cancelled={result.cancelled}>
      <div className={classes.outcome} data-whole={!result.cancelled || undefined} role="status">
        {result.cancelled ? <IconPlayerPause size={22} aria-hidden /> : <IconCircleCheck size={22} aria-hidden />}
        <div>
          <strong>{result.cancelled ? t.importing.stopped : t.importing.done}</strong>
          <div>{result.text}</div>
        </div>
      </div>
      {(result.rejected > 0 || result.already > 0 || result.remarked > 0) && <SaveRejected id={run.id} />}
      <Group gap="sm">
        {result.cancelled && <Button leftSection={<IconPlayerPlay size={18} />} onClick={() => begin(run.id)} data-testid="import-go-on">{t.importing.goOn}</Button>}
        <Button component={Link} href="/aduan" variant={result.cancelled ? 'default' : 'filled'} leftSection={<IconList size={18} />}>{t.importing.toList}</Button>
        <Button variant="default" onClick={wizard.close} data-testid="import-another">{t.importing.another}</Button>
      </Group>
      {result.new > 0 && <UndoButton importId={result.importId} undoable={result.new} onDone={wizard.close} />}
    </Stack>
  );
}

function Running({ id }: { id: string }) {
  const [progress, setProgress] = useState<ProgressView | null>(null);
  const stopping = useMutation({ mutationFn: () => desk.cancelImport(id) });
  useEffect(() => onProgress('import', setProgress), []);
  return (
    <Stack gap="sm" data-testid="import-running">
      <Text fw={600} aria-live="polite">{stopping.isPending || stopping.isSuccess ? t.importing.stopping : t.importing.running}</Text>
      <Progress size="lg" value={progress && progress.total > 0 ? (100 * progress.done) / progress.total : 0} aria-label={t.importing.running} />
      <Text>{t.importing.progress(count(progress?.done ?? 0), count(progress?.total ?? 0))}</Text>
      <Text c="dimmed">{t.importing.runningHint}</Text>
      <Group><Button variant="default" leftSection={<IconPlayerStop size={18} />} onClick={() => stopping.mutate()} disabled={stopping.isSuccess} data-testid="import-stop">{t.importing.stop}</Button></Group>
      <FaultAlert error={stopping.error} />
    </Stack>
  );
}
