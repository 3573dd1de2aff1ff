import { Button, Loader, Text, TextInput } from '@mantine/core';
import { IconFileImport, IconFileSpreadsheet, IconRefresh } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { toFault } from '../../api/call';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './Import.module.css';
import { Questions } from './Questions';
import { SheetList } from './SheetList';
import type { UseWizard } from './wizard';

interface Props {
  wizard: UseWizard;
  questions: { kind: string; column: string; text: string }[];
}

/** A file that was dropped, as Go takes it. */
function read(file: File): Promise<{ name: string; content: string }> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, content: String(reader.result).replace(/^[^,]*,/, '') });
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
}

export function FileStep({ wizard, questions }: Props) {
  const { view, opening } = wizard;
  const [over, setOver] = useState(false);
  const [path, setPath] = useState('');
  const depth = useRef(0);

  const drag = (event: DragEvent, change: number) => {
    event.preventDefault();
    depth.current += change;
    setOver(depth.current > 0);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) opening.mutate(await read(file));
  };

  if (view) {
    return (
      <div>
        <div className={classes.file} data-testid="import-file">
          <IconFileSpreadsheet size={26} aria-hidden />
          <div>
            <strong>{view.name}</strong>
            <div className={classes.soft}>{view.fileText}</div>
          </div>
        </div>
        {view.knownText && <Text mt={8} data-testid="import-known"><Mark plain tone="ok" icon={IconFileImport}>{view.knownText}</Mark></Text>}
        {view.repairedText && <Text mt={4} className={classes.soft}>{view.repairedText}</Text>}
        {view.againText && <Text mt={4} data-testid="import-again"><Mark plain tone="info" icon={IconRefresh}>{view.againText}</Mark></Text>}
        <SheetList wizard={wizard} view={view} />
        <Questions questions={questions} />
      </div>
    );
  }
  return (
    <div>
      <div className={classes.drop} data-testid="import-drop" data-over={over || undefined} onDragEnter={(e) => drag(e, 1)} onDragLeave={(e) => drag(e, -1)} onDragOver={(e) => e.preventDefault()} onDrop={(e) => void drop(e)}>
        <IconFileImport size={36} stroke={1.4} aria-hidden />
        {opening.isPending ? <span className={classes.waiting} role="status"><Loader size="sm" /> {t.importing.reading}</span> : <span>{over ? t.importing.dropNow : t.importing.drop}</span>}
        <Button loading={opening.isPending} leftSection={<IconFileSpreadsheet size={18} />} onClick={() => opening.mutate({})} data-testid="import-pick">{t.importing.pick}</Button>
        <span className={`${classes.soft} ${classes.kinds}`}>{t.importing.kinds}</span>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim()) opening.mutate({ path });
        }}
      >
        <TextInput label={t.importing.path} description={t.importing.pathHint} value={path} onChange={(e) => setPath(e.currentTarget.value)} autoComplete="off" mt="sm"
          error={opening.error ? toFault(opening.error).message : undefined} data-testid="field-path" />
      </form>
      {opening.error && toFault(opening.error).kind === 'internal' && <FaultAlert error={opening.error} />}
    </div>
  );
}
