import { Button, Center, Group, Loader, Modal, Text } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { desk } from '../../api/desk';
import type { FileView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import classes from './Preview.module.css';

interface Props {
  id: string;
  file: FileView;
  step?: (by: 1 | -1) => void; // to the file beside it; without it there is none
  onClose: () => void;
}

function blobOf(content: string, type: string): Blob {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type });
}

/** A file inside the program: it never lies on the disk in the clear unless the clerk saves it. */
export function Preview({ id, file, step, onClose }: Props) {
  const [url, setUrl] = useState('');
  const content = useQuery({
    queryKey: ['file', id, file.fileId],
    queryFn: () => desk.fileContent({ id, fileId: file.fileId, entryId: '' }),
    enabled: file.preview,
    gcTime: 0,
  });
  const saving = useMutation({
    mutationFn: () => desk.saveFile({ id, fileId: file.fileId, entryId: '' }),
    onSuccess: (view) => tell(view.text),
  });
  useEffect(() => {
    setUrl('');
    if (!content.data) return;
    const made = URL.createObjectURL(blobOf(content.data.content, content.data.type));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [content.data]);
  return (
    <Modal opened onClose={onClose} title={file.name} size="xl" transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t.common.close }} data-testid="preview"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
        event.preventDefault();
        step?.(event.key === 'ArrowRight' ? 1 : -1);
      }}
    >
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">{[file.kind, file.sizeText, file.byText, step && t.files.steps].filter(Boolean).join(' · ')}</Text>
        <Button size="compact-md" variant="default" leftSection={<IconDeviceFloppy size={17} />} loading={saving.isPending} onClick={() => saving.mutate()} data-testid="file-save">{t.files.save}</Button>
      </Group>
      <FaultAlert error={content.error ?? saving.error} />
      {!file.preview && <Text data-testid="preview-none">{t.files.noPreview}</Text>}
      {file.preview && !url && !content.error && <Center p="xl"><Loader aria-label={t.common.loading} /></Center>}
      {url && /^(audio|video)\//.test(file.type) && <Recording key={url} url={url} video={file.type.startsWith('video/')} name={file.name} />}
      {url && file.type.startsWith('image/') && <img src={url} alt={file.name} className={classes.picture} data-testid="preview-picture" />}
      {url && file.type === 'application/pdf' && (
        <object data={url} type="application/pdf" className={classes.pages} aria-label={file.name} data-testid="preview-pdf"><Text>{t.files.noPdf}</Text></object>
      )}
    </Modal>
  );
}

/** What somebody recorded; a PC that cannot play it says so. */
function Recording({ url, video, name }: { url: string; video: boolean; name: string }) {
  const [mute, setMute] = useState(false);
  const Player = video ? 'video' : 'audio';
  if (mute) return <Text data-testid="preview-mute">{t.files.noPreview}</Text>;
  return <Player controls src={url} aria-label={name} className={classes.player} onError={() => setMute(true)} data-testid="preview-recording" />;
}
