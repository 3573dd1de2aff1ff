import { Button } from '@mantine/core';
import { IconCalendarQuestion } from '@tabler/icons-react';
import { t } from '../../text/id';
import classes from './Register.module.css';

/** An unusual receipt date: asked at its field, answered by saving once more. */
export function ReceivedQuestion({ question, onYes }: { question: string; onYes: () => void }) {
  return (
    <span className={classes.question} data-testid="received-question">
      <span className={classes.asked}>
        <IconCalendarQuestion size={18} aria-hidden />
        <span role="alert">{question}</span>
      </span>
      <Button size="compact-md" data-enter-stop onClick={onYes} data-testid="received-confirm">{t.form.receivedIsRight}</Button>
      <span>{t.form.receivedKeys}</span>
    </span>
  );
}
