import { useCallback, useRef } from 'react';
import { desk } from '../../api/desk';
import type { ActInput } from '../../api/types';
import { forget, keep } from './begun';
import { useKept } from './useKept';

const nothing = () => undefined;

/** Keeps what is typed into the form of an act, here and on the disk, until it is done. */
export function useActDraft(place: string, base: ActInput) {
  const first = useRef(base); // as the form would begin without what was typed before
  const { note, stop, resume } = useKept(desk.saveActDraft, nothing);
  const typed = useCallback((input: ActInput) => {
    const same = JSON.stringify({ ...input, entryId: '' }) === JSON.stringify({ ...first.current, entryId: '' });
    const draft = { base: first.current, typed: input, drop: same };
    if (same) forget(place);
    else keep(place, draft);
    note(draft);
  }, [place, note]);
  return { typed, stop, resume };
}
