import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { keys } from '../api/keys';
import { currentAddress, startAt } from './hash';

/**
 * Whose work stands on the screen, also behind the lock. When another clerk signs
 * in, the first one's place is kept for his return; what the second one may not
 * see goes from memory before anything is drawn.
 */
export function useOwner(phase: string | undefined, account: string): string {
  const client = useQueryClient();
  const [owner, setOwner] = useState('');
  const places = useRef(new Map<string, string>());
  const next = phase === 'ready' ? account : phase === 'locked' ? account || owner : phase ? '' : owner;

  useLayoutEffect(() => {
    if (next === owner) return;
    if (owner && next) places.current.set(owner, currentAddress());
    if (owner) {
      startAt((next && places.current.get(next)) || '/');
      notifications.clean();
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.start[0] });
    }
    setOwner(next);
  }, [owner, next, client]);

  return next === owner ? owner : '';
}
