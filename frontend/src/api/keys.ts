import type { DeadlineInput, ListInput } from './types';

export const keys = {
  start: ['start'] as const,
  reference: ['reference'] as const,
  sync: ['sync'] as const,
  waiting: ['sync', 'waiting'] as const, // goes stale with sync
  accounts: ['accounts'] as const,
  drafts: ['drafts'] as const,
  recent: ['recent'] as const,
  filesOf: ['files'] as const,
  files: (id: string) => ['files', id] as const,
  scans: ['scans'] as const,
  templates: ['templates'] as const,
  answers: (id: string) => ['templates', id] as const,
  work: ['work'] as const,
  calendars: ['calendar'] as const,
  calendar: (year: number) => ['calendar', year] as const,
  rules: ['rules'] as const,
  kop: ['kop'] as const,
  printing: ['printing'] as const,
  impacts: ['impact'] as const,
  impact: (from: string, to: string, letterOn: string) => ['impact', from, to, letterOn] as const,
  deadlines: ['deadline'] as const,
  deadline: (input: DeadlineInput) => ['deadline', input] as const,
  lists: ['list'] as const,
  counts: ['list', 'counts'] as const, // goes stale with the lists
  savedViews: ['saved-views'] as const,
  list: (input: ListInput) => ['list', input] as const,
  actDrafts: (id: string) => ['act-drafts', id] as const,
  details: ['detail'] as const,
  detail: (id: string) => ['detail', id] as const,
  imports: ['imports'] as const,
  // The file that is open in the wizard; Go holds it, no event changes it.
  importing: ['importing'] as const,
  importTrial: (id: string, answers: unknown) => ['import-trial', id, answers] as const,
  // Asking for it is recorded, so no event may refetch it.
  revealed: (id: string) => ['revealed', id] as const,
};
