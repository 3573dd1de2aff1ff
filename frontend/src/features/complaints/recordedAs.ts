/**
 * Forms of this run that have become complaints: form id to complaint id. Going
 * back to such a form must not offer it again: a second save under the same id
 * is the first complaint, and what was newly typed would be lost.
 */
export const recordedAs = new Map<string, string>();
