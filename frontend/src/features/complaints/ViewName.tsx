import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Fault } from '../../api/call';
import { t } from '../../text/id';
import { views as words } from '../../text/search';

interface Props {
  value: string;
  error: unknown;
  onSave: (name: string) => Promise<void>;
  onCancel: () => void;
}

/** Names a view in its place; a fault stands at the field and what was typed stays. */
export function ViewName({ value, error, onSave, onCancel }: Props) {
  const [name, setName] = useState(value);
  const save = () => void onSave(name).catch(() => {}); // the fault is shown below
  return (
    <Group gap="xs">
      <TextInput
        autoFocus
        w="100%"
        label={words.name}
        value={name}
        maxLength={60}
        error={error instanceof Fault ? error.message : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          else if (event.key === 'Escape') onCancel();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        data-testid="field-viewName"
      />
      <Button onClick={save} data-testid="view-keep">{words.keep}</Button>
      <Button variant="default" onClick={onCancel}>{t.common.cancel}</Button>
    </Group>
  );
}
