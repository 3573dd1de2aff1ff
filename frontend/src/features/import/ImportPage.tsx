import { Button, Group, Title } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { FaultAlert } from '../../components/FaultAlert';
import { isTyping } from '../../components/isTyping';
import { t } from '../../text/id';
import { ColumnStep } from './ColumnStep';
import { DateStep } from './DateStep';
import { FileStep } from './FileStep';
import classes from './Import.module.css';
import { PastImports } from './PastImports';
import { Questions } from './Questions';
import { RunStep } from './RunStep';
import { StepList } from './StepList';
import { TrialStep } from './TrialStep';
import { questionsOf, steps, useRun, useWizard, type Step } from './wizard';

/** An old register, step by step: what it is, what it says, what would come in. */
export function ImportPage() {
  const wizard = useWizard();
  const { run } = useRun();
  const { view, set } = wizard;
  const mine = view && run?.id === view.id ? run : undefined;
  const step: Step = mine ? 'run' : wizard.step;
  const at = steps.indexOf(step);
  // Whoever jumps to the trial sees all that stands in its way.
  const open = step === 'trial' ? (view?.questions ?? []) : questionsOf(view, step);
  const heading = useRef<HTMLHeadingElement>(null);
  const came = useRef(step);

  useEffect(() => {
    if (came.current === step) return;
    came.current = step;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [step]);

  const mayGo = view !== null && open.length === 0 && !wizard.answering.isPending && step !== 'trial' && step !== 'run';
  const go = (to: number) => {
    const next = steps[to];
    if (next && next !== 'run') set({ step: next });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || !mayGo || (isTyping(event) && document.querySelector('[role=listbox]'))) return;
      event.preventDefault();
      go(at + 1);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  return (
    <div className={classes.page} data-testid="import-page" data-step={step}>
      <Title order={1}>{t.importing.open}</Title>
      <StepList at={at} view={view} onGo={go} locked={mine !== undefined} />
      <section className={classes.box} aria-labelledby="step">
        <Title order={2} id="step" ref={heading} tabIndex={-1} className={classes.heading}>{t.importing.stepOf(at + 1, steps.length, t.importing.steps[step])}</Title>
        <FaultAlert error={wizard.answering.error} />
        {step !== 'file' && <Questions questions={open} />}
        {step === 'file' && <FileStep wizard={wizard} questions={open} />}
        {step === 'columns' && view && <ColumnStep wizard={wizard} view={view} />}
        {step === 'dates' && view && <DateStep wizard={wizard} view={view} />}
        {step === 'trial' && view && open.length === 0 && <TrialStep wizard={wizard} view={view} />}
        {step === 'run' && view && mine && <RunStep wizard={wizard} run={mine} />}
        {view && step !== 'run' && (
          <Group mt="md" gap="sm">
            {at > 0 && <Button variant="default" leftSection={<IconArrowLeft size={18} />} onClick={() => go(at - 1)} data-testid="import-back">{t.importing.back}</Button>}
            {step !== 'trial' && (
              <Button rightSection={<IconArrowRight size={18} />} disabled={!mayGo} onClick={() => go(at + 1)} aria-keyshortcuts="Control+Enter" data-testid="import-next">{t.importing.next}</Button>
            )}
            {step === 'file' && <Button variant="subtle" onClick={wizard.close} data-testid="import-close">{t.importing.another}</Button>}
          </Group>
        )}
      </section>
      {step === 'file' && !view && <PastImports />}
    </div>
  );
}
