import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowBackUp, IconCircleCheck, IconPlayerPause } from '@tabler/icons-react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark, type Tone } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './Import.module.css';
import { UndoButton } from './UndoButton';

const looks: Record<string, { tone: Tone; icon: typeof IconCircleCheck }> = {
  done: { tone: 'ok', icon: IconCircleCheck }, open: { tone: 'warn', icon: IconPlayerPause }, undone: { tone: 'calm', icon: IconArrowBackUp },
};

/** The imports of this office, on whichever PC they were done; each can be undone. */
export function PastImports() {
  const imports = useQuery({ queryKey: keys.imports, queryFn: desk.imports });
  const list = imports.data?.imports ?? [];
  return (
    <section className={classes.box} aria-labelledby="past">
      <Title order={2} size="h3" id="past">{t.importing.past}</Title>
      <FaultAlert error={imports.error} retry={() => void imports.refetch()} />
      {imports.data && list.length === 0 && <Text c="dimmed">{t.importing.noPast}</Text>}
      <ul className={classes.past} data-testid="past-imports">
        {list.map((one) => (
          <li key={one.id} data-testid={`import-${one.id}`} data-state={one.state} data-undoable={one.undoable}>
            <div className={classes.pastHead}><strong>{one.file}</strong> <span className={classes.soft}>{one.atText}, {one.by}</span></div>
            <div><Mark plain {...(looks[one.state] ?? looks.done!)}>{one.text}</Mark></div>
            {one.undoable > 0 && <UndoButton importId={one.id} undoable={one.undoable} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
