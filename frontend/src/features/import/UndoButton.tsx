import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import { uuid7 } from '../../api/uuid';
import { FaultAlert } from '../../components/FaultAlert';
import { tell } from '../../components/tell';
import { count } from '../../format/number';
import { t } from '../../text/id';

interface Props {
  importId: string;
  undoable: number;
  onDone?: () => void;
}

/** Undoing hides many complaints on every PC of the office: asked once, in place. */
export function UndoButton({ importId, undoable, onDone }: Props) {
  const client = useQueryClient();
  const [asked, setAsked] = useState('');
  const first = useRef<HTMLButtonElement>(null);
  const undoing = useMutation({
    mutationFn: () => desk.undoImport({ entryId: asked, importId }),
    onSuccess: (view) => {
      client.setQueryData(keys.imports, view);
      [keys.lists, keys.work, keys.sync, keys.details].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
      tell(view.text);
      setAsked('');
      onDone?.();
    },
  });
  return (
    <div>
      {!asked ? (
        <Button ref={first} size="compact-md" variant="default" leftSection={<IconArrowBackUp size={18} />} onClick={() => setAsked(uuid7())} data-testid={`undo-${importId}`}>{t.importing.undo}</Button>
      ) : (
        <Group gap="sm" role="group" aria-label={t.importing.undo}>
          <Button size="compact-md" color="red.9" loading={undoing.isPending} onClick={() => undoing.mutate()} autoFocus data-testid="undo-sure">{t.importing.undoSure(count(undoable))}</Button>
          <Button size="compact-md" variant="default" onClick={() => { setAsked(''); requestAnimationFrame(() => first.current?.focus()); }}>{t.common.cancel}</Button>
          <Text size="xs" c="dimmed">{t.importing.undoLead}</Text>
        </Group>
      )}
      <FaultAlert error={undoing.error} />
    </div>
  );
}
