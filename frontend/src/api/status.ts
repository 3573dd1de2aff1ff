import type { QueryClient } from '@tanstack/react-query';
import { desk } from './desk';
import { keys } from './keys';
import type { SyncView } from './types';

/**
 * What is known of sending, of two readings the newer: an event, an answer and a
 * poll overtake each other, and "all received" must not come back over what waits.
 */
function newer(client: QueryClient, status: SyncView): SyncView {
  const known = client.getQueryData<SyncView>(keys.sync);
  return known && known.reading > status.reading ? known : status;
}

export function putStatus(client: QueryClient, status: SyncView): void {
  client.setQueryData(keys.sync, newer(client, status));
}

export const readStatus = async (client: QueryClient): Promise<SyncView> => newer(client, await desk.sync());
