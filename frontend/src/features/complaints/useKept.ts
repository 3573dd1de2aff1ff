import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { wallClock } from '../../format/date';

const afterLastKeyMs = 250;
const whileTypingMs = 400; // who types without a pause is kept up with all the same

type Kept = { state: 'none' } | { state: 'kept'; at: string } | { state: 'failed' };

/**
 * Keeps what is typed: a moment after the last key and every moment while keys
 * come, when a field is left, and when the page closes. Whatever happens to the
 * PC, at most the last second is not on its disk. Saves follow each other, so an older text can never
 * overtake a newer one, nor a draft outlive what was made of it.
 */
export function useKept<T>(save: (value: T) => Promise<unknown>, left: () => void) {
  const [kept, setKept] = useState<Kept>({ state: 'none' });
  const waiting = useRef<{ value: T } | null>(null);
  const running = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const since = useRef(0); // first key that is not on its way to the disk
  const closed = useRef(false);

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    while (running.current) await running.current;
    const next = waiting.current;
    if (!next || closed.current) return;
    waiting.current = null;
    since.current = 0;
    running.current = save(next.value)
      .then(() => setKept({ state: 'kept', at: wallClock(new Date()) }))
      .catch(() => {
        waiting.current ??= next;
        setKept({ state: 'failed' });
      })
      .finally(() => {
        running.current = null;
      });
    await running.current;
  }, [save]);

  const note = useCallback(
    (value: T) => {
      const now = performance.now();
      since.current ||= now;
      waiting.current = { value };
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), Math.max(0, Math.min(afterLastKeyMs, since.current + whileTypingMs - now)));
    },
    [flush],
  );

  /** No draft is written any more; resolves when the last one is on disk. */
  const stop = useCallback(async () => {
    closed.current = true;
    clearTimeout(timer.current);
    while (running.current) await running.current;
  }, []);

  const resume = useCallback(() => {
    closed.current = false;
  }, []);

  useEffect(
    () => () => {
      void flush().then(left);
    },
    [flush, left],
  );

  return useMemo(() => ({ kept, note, flush, stop, resume }), [kept, note, flush, stop, resume]);
}
