import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ImportView } from '../../api/types';
import { t } from '../../text/id';
import classes from './Import.module.css';
import { questionsOf, steps } from './wizard';

interface Props {
  at: number;
  view: ImportView | null;
  onGo: (step: number) => void;
  locked: boolean; // it runs, or has run
}

/** Where the clerk is; a step that was seen, or the next one, can be gone to. */
export function StepList({ at, view, onGo, locked }: Props) {
  return (
    <ol className={classes.steps} data-testid="import-steps">
      {steps.map((step, i) => {
        const open = questionsOf(view, step).length;
        const may = view !== null && !locked && step !== 'run' && i !== at;
        return (
          <li key={step} aria-current={i === at ? 'step' : undefined}>
            <button type="button" disabled={!may} onClick={() => onGo(i)}>
              <span className={classes.stepNumber} data-done={i < at && open === 0 || undefined}>{i < at && open === 0 ? <IconCheck size={15} aria-label={t.importing.stepDone} /> : i + 1}</span>
              <span>{t.importing.steps[step]}</span>
              {open > 0 && <span className={classes.stepOpen}><IconAlertTriangle size={14} aria-hidden /> {t.importing.stepOpen(open)}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
