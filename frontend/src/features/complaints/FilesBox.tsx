import { Alert, Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCloudDown, IconFile, IconFileTypePdf, IconInfoCircle, IconPaperclip, IconPhoto, IconScan, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { FileView, ScansView } from '../../api/types';
import { uuid7 } from '../../api/uuid';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './FilesBox.module.css';
import { Preview } from './Preview';
import { useFiles, type Attach } from './useAttach';
import { fileLook } from './marks';

interface Props {
  id: string;
  attach: Attach;
  scans: ScansView | undefined;
  saved?: boolean; // taking a file off is written down: asked about once
}

const signOf = (file: FileView) => (file.type.startsWith('image/') ? IconPhoto : file.type === 'application/pdf' ? IconFileTypePdf : IconFile);

/** The files of a complaint, or of the form that will be one. */
export function FilesBox({ id, attach, scans, saved }: Props) {
  const client = useQueryClient();
  const files = useFiles(id);
  const add = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState('');
  const [shown, setShown] = useState<FileView | null>(null);
  const may = files.data?.mayAttach ?? false;
  const detach = useMutation({
    mutationFn: (fileId: string) => desk.detachFile({ id, fileId, entryId: uuid7() }),
    onSuccess: (view) => {
      client.setQueryData(keys.files(id), view);
      add.current?.focus(); // the button that was pressed is gone
      void client.invalidateQueries({ queryKey: keys.detail(id) });
    },
  });
  const fetching = useMutation({ mutationFn: (fileId: string) => desk.fetchFile({ id, fileId, entryId: '' }), onSuccess: (view) => client.setQueryData(keys.files(id), view) });
  const list = files.data?.files ?? [];
  const seen = list.filter((file) => file.here);
  const step = (by: 1 | -1) => {
    const at = seen.findIndex((file) => file.fileId === shown?.fileId);
    setShown(seen[(at + by + seen.length) % seen.length] ?? null);
  };
  const open = (file: FileView) => {
    if (!file.here) fetching.mutate(file.fileId);
    else setShown(file);
  };
  return (
    <div className={classes.box} data-dropping={attach.dropping || undefined} data-testid="files">
      <ul className={classes.list} aria-label={t.files.list}>
        {(files.data?.files ?? []).map((file) => {
          const Sign = signOf(file);
          return (
            <li key={file.fileId} data-testid="file" data-state={file.state}>
              <Sign size={20} stroke={1.7} aria-hidden className={classes.sign} />
              <Button variant="subtle" size="compact-sm" className={classes.name} onClick={() => open(file)} title={file.here ? t.files.open : t.files.fetch} leftSection={file.here ? undefined : <IconCloudDown size={16} />}>{file.name}</Button>
              <span className={classes.soft}>{[file.sizeText, file.smallerText].filter(Boolean).join(' · ')}</span>
              <Mark plain {...fileLook(file.state)}>{file.stateText}</Mark>
              {file.why && <span className={classes.soft}>{file.why}</span>}
              {may && (asking === file.fileId ? (
                <Button size="compact-sm" color="red" autoFocus onBlur={() => setAsking('')} onClick={() => detach.mutate(file.fileId)} data-testid="file-detach-sure">{t.files.detachSure}</Button>
              ) : (
                <Button size="compact-sm" variant="default" leftSection={<IconX size={15} />} onClick={() => (saved ? setAsking(file.fileId) : detach.mutate(file.fileId))} aria-label={t.files.detachOf(file.name)} data-testid="file-detach">{t.files.detach}</Button>
              ))}
            </li>
          );
        })}
      </ul>
      {may && (
        <div className={classes.add}>
          <Button size="compact-md" variant="default" leftSection={<IconPaperclip size={17} />} ref={add} onClick={attach.fromDisk} data-testid="file-add">{t.files.add}</Button>
          <span className={classes.soft}>{t.files.ways}</span>
          {attach.busy > 0 && <span className={classes.busy} role="status"><Loader size={15} /> {t.files.busy(attach.busy)}</span>}
          {(scans?.scans ?? []).map((scan) => (
            <Button key={scan.path} size="compact-md" variant="light" leftSection={<IconScan size={17} />} onClick={() => attach.scan(scan.path)} data-testid="scan">
              {t.files.scan(scan.name, scan.atText)}
            </Button>
          ))}
        </div>
      )}
      {attach.note && <Alert variant="light" icon={<IconInfoCircle />} p="xs">{attach.note}</Alert>}
      {attach.faults.length > 0 && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle />} p="xs" role="alert" data-testid="file-fault">
          {attach.faults.map((words, i) => <div key={i}>{words}</div>)}
        </Alert>
      )}
      <FaultAlert error={files.error ?? detach.error ?? fetching.error} />
      {shown && <Preview id={id} file={shown} step={seen.length > 1 ? step : undefined} onClose={() => setShown(null)} />}
    </div>
  );
}
