// Queries that more than one feature reads.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { refreshAll } from './changes';
import { desk } from './desk';
import { keys } from './keys';
import { readStatus } from './status';
import type { SessionView, StartView } from './types';

export const useStart = () =>
  useQuery({
    queryKey: keys.start,
    queryFn: async ({ client }) => {
      const view = await desk.start();
      // Go tells no more than a name while locked, yet the work behind goes on as it was.
      const before = client.getQueryData<StartView>(keys.start);
      return view.phase === 'locked' && before?.session.account === view.session.account ? { ...view, session: before.session } : view;
    },
  });

/** Asks Go again which screen is due; call it after every change of the session. */
export function useSessionChanged(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await client.refetchQueries({ queryKey: keys.start });
    if (client.getQueryData<StartView>(keys.start)?.phase === 'ready') refreshAll(client);
  }, [client]);
}

export function useSession(): SessionView | undefined {
  return useStart().data?.session;
}

export type Permission =
  | 'record' | 'handle' | 'verify' | 'supervise' | 'export' | 'import' | 'unmask' | 'accounts' | 'calendar' | 'enrol' | 'print' | 'kop';

export function useMay(permission: Permission): boolean {
  return useSession()?.may.includes(permission) ?? false;
}

/** What this day asks for; its figures stand in the navigation too. */
export const useWork = () => useQuery({ queryKey: keys.work, queryFn: desk.work });

export const useReference = () => useQuery({ queryKey: keys.reference, queryFn: desk.reference });

export const useSync = (everyMs: number | false = false) =>
  useQuery({ queryKey: keys.sync, queryFn: ({ client }) => readStatus(client), refetchInterval: everyMs });
