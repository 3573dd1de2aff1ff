import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { ComplaintForm } from '../../api/types';
import { useKept } from './useKept';

/** Keeps the form of a complaint that has no number yet. */
export function useDraft(id: string) {
  const client = useQueryClient();
  const save = useCallback((form: ComplaintForm) => desk.saveDraft(id, form), [id]);
  const left = useCallback(() => void client.invalidateQueries({ queryKey: keys.drafts }), [client]);
  return useKept(save, left);
}
