import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import { putStatus, readStatus } from '../../api/status';
import type { DeadlineInput } from '../../api/types';
import { isMoment } from '../../format/date';
import { remember } from './begun';

/** What presses, over all open complaints; on no filter does it hang. */
export const useCounts = () => useQuery({ queryKey: keys.counts, queryFn: desk.counts, placeholderData: keepPreviousData });

export const useDetail = (id: string) =>
  useQuery({ queryKey: keys.detail(id), queryFn: () => desk.detail(id, false) });

/** What this account typed for acts and has not done; read from the disk once, then known here. */
export const useActDrafts = (id: string, account: string) =>
  useQuery({
    queryKey: keys.actDrafts(id),
    queryFn: async () => {
      const { drafts } = await desk.actDrafts(id);
      remember(account, drafts);
      return drafts.length;
    },
    gcTime: 0,
  });

/** The unmasked complaint, asked for once: Go records every look. Forgotten when the page closes. */
export const useRevealed = (id: string, wanted: boolean) =>
  useQuery({ queryKey: keys.revealed(id), queryFn: () => desk.detail(id, true), enabled: wanted, gcTime: 0 });

export const useDeadline = (input: DeadlineInput) =>
  useQuery({
    queryKey: keys.deadline(input),
    queryFn: () => desk.previewDeadline(input),
    enabled: input.receivedAt === '' || isMoment(input.receivedAt),
    placeholderData: keepPreviousData,
  });

/** Drafts are read anew whenever the form opens; nothing announces them. */
export const useDrafts = () =>
  useQuery({ queryKey: keys.drafts, queryFn: desk.drafts, refetchOnMount: 'always', gcTime: 0 });

export const useTemplates = () => useQuery({ queryKey: keys.templates, queryFn: desk.templates });

/** Ready answers with what is known of the complaint put in. */
export const useAnswers = (id: string, wanted: boolean) =>
  useQuery({ queryKey: keys.answers(id), queryFn: () => desk.answers(id), enabled: wanted, gcTime: 0 });

/** Read anew whenever the form opens, so that no list moves while it is in use. */
export const useRecent = () =>
  useQuery({ queryKey: keys.recent, queryFn: desk.recent, refetchOnMount: 'always', gcTime: 0 });

/**
 * What was saved shows when the header shows that it waits: an answer may be here
 * before the event that tells of its commit.
 */
export async function headerKnows(client: QueryClient): Promise<void> {
  // Not by making the query stale: an event would end that fetch, and this wait with it.
  await readStatus(client).then((status) => { putStatus(client, status); }, () => undefined);
  void client.invalidateQueries({ queryKey: keys.waiting });
}

/** Takes note of new deadlines, many at once. */
export function useAcknowledge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: desk.acknowledge,
    onSuccess: async (view) => {
      await headerKnows(client);
      client.setQueryData(keys.work, view);
      [keys.lists, keys.details].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
    },
  });
}

/** Linking changes both complaints. */
export function useLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: desk.linkComplaints,
    onSuccess: async (view, input) => {
      await headerKnows(client);
      client.setQueryData(keys.detail(view.id), view);
      [keys.detail(input.other), keys.lists].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
    },
  });
}

export function useAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: desk.act,
    onSuccess: async (view) => {
      await headerKnows(client);
      client.setQueryData(keys.detail(view.id), view);
      [keys.lists, keys.work].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
    },
  });
}
