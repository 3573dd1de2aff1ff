import { useMutation, useQueryClient } from '@tanstack/react-query';
import { desk } from './desk';
import { keys } from './keys';
import type { LookView, StartView } from './types';

/**
 * Changes a part of what this account has chosen here, at once: a second choice
 * is made of the first, not of what was before it, and neither overtakes the other.
 */
export function useLookSetter() {
  const client = useQueryClient();
  const { mutateAsync, error } = useMutation({
    mutationFn: desk.setLook,
    scope: { id: 'look' },
    onError: () => void client.refetchQueries({ queryKey: keys.start }), // as it is on the disk
  });
  const set = async (part: Partial<LookView>): Promise<void> => {
    const start = client.getQueryData<StartView>(keys.start);
    if (!start) return;
    const look = { ...start.look, ...part };
    client.setQueryData<StartView>(keys.start, { ...start, look });
    await mutateAsync(look);
  };
  return { set, error };
}
