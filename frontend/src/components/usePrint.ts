import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { desk } from '../api/desk';
import { keys } from '../api/keys';
import { uuid7 } from '../api/uuid';

export type Sheet = 'receipt' | 'disposition' | 'reply';

/** Prints papers of a complaint that is saved; each press is one print. */
export function usePrint(id: string) {
  const client = useQueryClient();
  const printing = useMutation({
    mutationFn: ({ what, ask = false }: { what: Sheet; ask?: boolean }) => desk.print({ id, entryId: uuid7(), what, size: '', ask }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.detail(id) }),
  });
  const { mutate, isPending } = printing;
  return { printing, print: (what: Sheet, ask = false) => { if (!isPending) mutate({ what, ask }); } };
}

/** Ctrl+P does what is meant at the counter; the window itself is never printed. */
export function usePrintKey(run: () => void): void {
  const now = useRef(run);
  now.current = run;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.ctrlKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'p') return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) now.current();
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, []);
}
