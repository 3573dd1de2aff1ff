import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { View } from './readyViews';

/** The lists that the signed-in account has saved on this PC. */
export function useSavedViews() {
  const client = useQueryClient();
  const own: View[] = useQuery({ queryKey: keys.savedViews, queryFn: desk.savedViews }).data?.views ?? [];
  const { mutateAsync: set, error, reset } = useMutation({
    mutationFn: (views: View[]) => desk.setSavedViews({ views } as Parameters<typeof desk.setSavedViews>[0]),
    onSuccess: (view) => client.setQueryData(keys.savedViews, view),
  });
  return { own, set, error, reset };
}
