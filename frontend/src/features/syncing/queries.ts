import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import { putStatus } from '../../api/status';
import { tell } from '../../components/tell';
import { t } from '../../text/id';

/** What the regency has not got yet; an event of the register makes it anew. */
export const useWaiting = () => useQuery({ queryKey: keys.waiting, queryFn: desk.waiting });

export function useTryNow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: desk.syncNow,
    onSuccess: (status) => {
      putStatus(client, status);
      void client.invalidateQueries({ queryKey: keys.waiting });
    },
  });
}

export function useSendAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: desk.sendAgain,
    onSuccess: (view) => {
      client.setQueryData(keys.waiting, view);
      [keys.lists, keys.details, keys.sync].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
      tell(t.sync.sentAgain);
    },
  });
}
