import { Button } from '@mantine/core';
import { IconCalendarQuestion } from '@tabler/icons-react';
import { t } from '../../text/id';
import classes from './Register.module.css';

/** An unusual receipt date: asked below its field, answered by saving once more. */
export function ReceivedQuestion({ question, onYes }: { question: string; onYes: () => void }) {
  return (
    <div className={classes.question} data-testid="received-question">
      <IconCalendarQuestion size={20} aria-hidden />
      <span role="alert">{question}</span>
      <Button size="compact-md" data-enter-stop onClick={onYes} title="Ctrl+Enter" data-testid="received-confirm">{t.form.receivedIsRight}</Button>
    </div>
  );
}
