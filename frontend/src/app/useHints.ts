import { useStart } from '../api/hooks';
import { useLookSetter } from '../api/useLookSetter';
import type { HintName } from '../text/hints';

/** The first-use hints of the account: which it has put away, for good. */
export function useHints() {
  const off = useStart().data?.look.hintsOff;
  const { set } = useLookSetter();
  return {
    off,
    // What cannot be kept comes back, and can be put away again.
    putAway: (name: HintName) => void set({ hintsOff: [...(off ?? []), name] }).catch(() => undefined),
    showAll: () => set({ hintsOff: [] }),
  };
}
