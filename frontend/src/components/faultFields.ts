import type { Fault } from '../api/call';

/** The words for each field; what belongs to no known field is returned in rest. */
export function faultFields(fault: Fault, known: (field: string) => boolean) {
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const one of fault.all()) {
    if (one.field && known(one.field)) {
      fields[one.field] ??= one.message;
    } else {
      rest.push(one.message);
    }
  }
  return { fields, rest };
}
