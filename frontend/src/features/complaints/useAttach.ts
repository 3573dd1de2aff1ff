import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { FilesView } from '../../api/types';
import { uuid7 } from '../../api/uuid';
import { wallClock } from '../../format/date';
import { t } from '../../text/id';

// What is dropped or pasted passes through the window as text; larger files are
// read from the disk by the program itself.
const dropMost = 24 << 20;
const scanEveryMs = 2000;

async function base64(file: File): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error());
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}

/** A picture from the clipboard has no name of its own. */
function nameOf(file: File): string {
  if (file.name && file.name !== 'image.png') return file.name;
  return `${t.files.pasted} ${wallClock(new Date())}.${file.type === 'image/jpeg' ? 'jpg' : 'png'}`;
}

export const useFiles = (id: string) => useQuery({ queryKey: keys.files(id), queryFn: () => desk.files(id) });

/** What the scanner has just written; asked again and again while a form is open. */
export function useScans(wanted: boolean) {
  return useQuery({
    queryKey: keys.scans,
    queryFn: desk.scans,
    enabled: wanted,
    gcTime: 0,
    refetchOnMount: 'always',
    refetchInterval: (query) => (query.state.data?.folder ? scanEveryMs : false),
  });
}

export interface Attach {
  busy: number; // files on their way
  faults: string[];
  note: string;
  add: (files: File[]) => void;
  fromDisk: () => void;
  scan: (path: string) => void;
  dropping: boolean;
}

/** Files for a complaint or for a form that will be one: by the dialog, dropped, pasted, from the scanner. */
export function useAttach(id: string, may: boolean, before?: () => Promise<void>): Attach {
  const client = useQueryClient();
  const [busy, setBusy] = useState(0);
  const [faults, setFaults] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const [dropping, setDropping] = useState(false);
  const queue = useRef(Promise.resolve());

  const one = useMutation({ mutationFn: desk.attachFile });
  const attach = one.mutateAsync;
  const run = useCallback((name: string, input: () => Promise<{ path: string; name: string; content: string }>) => {
    setBusy((n) => n + 1);
    // One after the other: a photo is made smaller, which takes the processor.
    queue.current = queue.current.then(async () => {
      try {
        await before?.();
        const view = await attach({ id, entryId: uuid7(), ...(await input()) });
        client.setQueryData<FilesView>(keys.files(id), view);
        if (view.note) setNote(view.note);
        void client.invalidateQueries({ queryKey: keys.scans });
        void client.invalidateQueries({ queryKey: keys.detail(id) });
      } catch (error) {
        setFaults((all) => [...all, name ? `${name}: ${toFault(error).message}` : toFault(error).message]);
      } finally {
        setBusy((n) => n - 1);
      }
    });
  }, [attach, before, client, id]);

  const add = useCallback((files: File[]) => {
    setFaults([]);
    setNote('');
    for (const file of files) {
      if (file.size > dropMost) setFaults((all) => [...all, t.files.tooLargeToDrop(file.name)]);
      else run(nameOf(file), async () => ({ path: '', name: nameOf(file), content: await base64(file) }));
    }
  }, [run]);

  const fromDisk = useCallback(() => {
    setFaults([]);
    run('', async () => ({ path: '', name: '', content: '' }));
  }, [run]);

  const scan = useCallback((path: string) => {
    setFaults([]);
    run('', async () => ({ path, name: '', content: '' }));
  }, [run]);

  useEffect(() => {
    if (!may) return;
    const paste = (event: ClipboardEvent) => {
      const files = Array.from(event.clipboardData?.files ?? []);
      if (files.length === 0) return;
      event.preventDefault();
      add(files);
    };
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setDropping(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDropping(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault(); // the window would show the file instead of the program
      setDropping(false);
      add(Array.from(event.dataTransfer.files));
    };
    window.addEventListener('paste', paste);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('paste', paste);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [may, add]);

  return { busy, faults, note, add, fromDisk, scan, dropping };
}
