import { Button, Group, Loader, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconCircleCheck, IconCopyCheck, IconDatabaseImport, IconXboxX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { ImportView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark, type Tone } from '../../components/Mark';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './Import.module.css';
import { SaveRejected } from './SaveRejected';
import { TrialRows } from './TrialRows';
import { useRun, type UseWizard } from './wizard';

/** What would come in, row by row, before anything does. */
export function TrialStep({ wizard, view }: { wizard: UseWizard; view: ImportView }) {
  const trial = useQuery({ queryKey: keys.importTrial(view.id, wizard.answers), queryFn: () => desk.tryImport(view.id), gcTime: 0, staleTime: 0 });
  const { begin } = useRun();
  const ready = trial.data !== undefined && trial.data.new > 0;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || !ready || event.defaultPrevented) return;
      event.preventDefault();
      begin(view.id);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [ready, begin, view.id]);

  if (trial.error) return <FaultAlert error={trial.error} retry={() => void trial.refetch()} />;
  if (!trial.data) return <Group gap="xs" role="status" mih={120}><Loader size="sm" /> {t.importing.reading}</Group>;
  const { data } = trial;
  const figures: [string, number, string, Tone, typeof IconCircleCheck][] = [
    ['new', data.new, t.importing.willCome, 'ok', IconCircleCheck], ['already', data.already, t.importing.isHere, 'calm', IconCopyCheck], ['rejected', data.rejected, t.importing.willNot, data.rejected > 0 ? 'bad' : 'calm', IconXboxX],
  ];
  return (
    <div data-testid="import-trial" data-rows={data.rows}>
      <div className={classes.figures}>
        {figures.map(([name, n, text, tone, icon]) => (
          <div key={name} className={classes.figure} data-testid={`trial-${name}`} data-count={n}>
            <strong>{count(n)}</strong> <Mark plain tone={tone} icon={icon}>{text}</Mark>
          </div>
        ))}
      </div>
      <Text className={classes.soft}>{t.importing.sum(count(data.rows), count(data.new), count(data.already), count(data.rejected))}</Text>
      {data.notes.map((note) => <Text key={note} mt={8}><Mark plain tone="warn" icon={IconAlertTriangle}>{note}</Mark></Text>)}
      {data.states.length > 0 && <Text mt={8}><strong>{t.importing.states}:</strong> {data.states.map((state) => `${state.text} ${count(state.count)}`).join(', ')}.{data.remarked > 0 && ` ${t.importing.remarked(count(data.remarked))}`}</Text>}
      {data.reasons.length > 0 && (
        <div className={classes.reasons}>
          <Title order={3} mt="sm">{t.importing.reasons}</Title>
          <ul>{data.reasons.slice(0, 8).map((reason) => <li key={reason.text}><strong>{count(reason.count)}</strong> {reason.text}</li>)}</ul>
        </div>
      )}
      {(data.rejected > 0 || data.remarked > 0) && <SaveRejected id={view.id} />}
      <TrialRows trial={data} />
      <Group mt="md">
        <Button size="md" disabled={!ready} leftSection={<IconDatabaseImport size={20} />} onClick={() => begin(view.id)} aria-keyshortcuts="Control+Enter" data-testid="import-run">{t.importing.run(count(data.new))}</Button>
        {data.new === 0 && <Text>{t.importing.nothing}</Text>}
      </Group>
    </div>
  );
}
