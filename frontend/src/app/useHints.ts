import { useMutation, useQueryClient } from '@tanstack/react-query';
import { desk } from '../api/desk';
import { useStart } from '../api/hooks';
import { keys } from '../api/keys';
import type { LookView, StartView } from '../api/types';
import type { HintName } from '../text/hints';

/** The first-use hints of the account: which it has put away, for good. */
export function useHints() {
  const look = useStart().data?.look;
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: desk.setLook,
    onMutate: (next) => {
      client.setQueryData<StartView>(keys.start, (start) => start && { ...start, look: next });
    },
    onError: () => void client.refetchQueries({ queryKey: keys.start }), // it comes back, and can be put away again
  });
  const set = (hintsOff: string[]) => {
    const now = client.getQueryData<StartView>(keys.start)?.look;
    return save.mutateAsync({ ...now, hintsOff } as LookView);
  };
  return {
    off: look?.hintsOff,
    putAway: (name: HintName) => void set([...(look?.hintsOff ?? []), name]).catch(() => undefined),
    showAll: () => set([]),
  };
}
