import { SegmentedControl, Text } from '@mantine/core';
import { useUncontrolled } from '@mantine/hooks';
import { useId } from 'react';
import { t } from '../text/id';
import classes from './YesNo.module.css';

interface Props {
  label: string;
  hint?: string;
  error?: React.ReactNode;
  value?: boolean;
  defaultValue?: boolean;
  onChange?: (value: boolean) => void;
  'data-testid'?: string;
}

/** A question with the two answers Ya and Tidak; the arrow keys change it. */
export function YesNo({ label, hint, error, value, defaultValue, onChange, ...rest }: Props) {
  const id = useId();
  const [answer, setAnswer] = useUncontrolled({ value, defaultValue, finalValue: false, onChange });
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <Text id={id} fw={500}>{label}</Text>
        {hint && <Text size="xs" c="dimmed">{hint}</Text>}
        {error && <Text size="xs" c="var(--bad)" role="alert">{error}</Text>}
      </div>
      <SegmentedControl
        aria-labelledby={id}
        data-testid={rest['data-testid']}
        data-value={answer ? 'ya' : 'tidak'}
        value={answer ? 'ya' : 'tidak'}
        onChange={(next) => setAnswer(next === 'ya')}
        data={[{ value: 'tidak', label: t.common.no }, { value: 'ya', label: t.common.yes }]}
        transitionDuration={0}
      />
    </div>
  );
}
