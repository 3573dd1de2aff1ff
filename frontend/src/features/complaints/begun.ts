// What was begun in the form of an act and closed again; gone once it is done.
// It is on the disk too, see useActDraft: here it is at hand without waiting.
// By account: nobody finds the words of another.
import type { ActDraft, ActInput } from '../../api/types';

const begun = new Map<string, ActDraft>();

export const placeOf = (account: string, id: string, act: string) => `${account}/${id}/${act}`;

/** Whether words wait in the form of an act. */
export const waits = (place: string) => begun.has(place);

export const keep = (place: string, draft: ActDraft) => begun.set(place, draft);

export const forget = (place: string) => begun.delete(place);

/** What the disk has and this window does not: after a new start. */
export function remember(account: string, drafts: ActDraft[]): void {
  for (const draft of drafts) {
    const place = placeOf(account, draft.typed.id, draft.typed.act);
    if (!begun.has(place)) begun.set(place, draft);
  }
}

/** The act as it would begin now, with what was typed before. What nobody touched follows the complaint. */
export function retyped(now: ActInput, place: string): ActInput {
  const kept = begun.get(place);
  return kept ? { ...merge(now, kept.base, kept.typed), entryId: kept.typed.entryId } : now;
}

function merge<T extends object>(now: T, base: T, typed: T): T {
  const out = { ...now };
  for (const key of Object.keys(typed) as (keyof T)[]) {
    const [n, b, v] = [now[key], base[key], typed[key]];
    if (Array.isArray(v)) continue;
    if (v && typeof v === 'object' && n && b) out[key] = merge(n, b as typeof n, v as typeof n);
    else if (v !== b) out[key] = v;
  }
  return out;
}
