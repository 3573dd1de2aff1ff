import { IconAlertTriangle } from '@tabler/icons-react';
import { t } from '../../text/id';
import classes from './Import.module.css';

/** What must be answered before the next step, said aloud when it changes. */
export function Questions({ questions }: { questions: { kind: string; column: string; text: string }[] }) {
  return (
    <div aria-live="polite">
      {questions.length > 0 && (
        <div className={classes.questions} data-testid="import-questions" data-count={questions.length}>
          <IconAlertTriangle size={20} aria-hidden />
          <div>
            <strong>{t.importing.toAnswer(questions.length)}</strong>
            <ul>{questions.slice(0, 6).map((question) => <li key={question.kind + question.column}>{question.text}</li>)}</ul>
          </div>
        </div>
      )}
    </div>
  );
}
