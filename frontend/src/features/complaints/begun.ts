// What was begun in the form of an act and closed again, until the program ends;
// gone once it is done. By account: nobody finds the words of another.
import type { ActInput, ComplaintForm } from '../../api/types';

export const begun = new Map<string, ActInput>();

interface Correction {
  base: ComplaintForm; // what stood in the form when it was opened
  typed: ComplaintForm;
}

export const corrections = new Map<string, Correction>();

/** Whether words wait in the form of an act. */
export const waits = (place: string) => begun.has(place) || corrections.has(place);

/** The form as it stands now, with what was typed before. What nobody touched follows the complaint. */
export function retyped(now: ComplaintForm, kept: Correction | undefined): ComplaintForm {
  return kept ? merge(now, kept.base, kept.typed) : now;
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

export const placeOf = (account: string, id: string, act: string) => `${account}/${id}/${act}`;
