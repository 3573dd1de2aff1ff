// The wizard's state: the file that Go holds open, the answers so far and the
// step. It lives in the query cache, so that leaving the page loses nothing.
import { useMutation, useMutationState, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { ImportAnswersInput, ImportOpenInput, ImportResultView, ImportView } from '../../api/types';

export const steps = ['file', 'columns', 'dates', 'trial', 'run'] as const;
export type Step = (typeof steps)[number];

type Pairs = Record<string, string>;

export interface Answers {
  sheets: number[];
  titleLines: Pairs;
  columns: Pairs;
  orders: Pairs;
  swaps: Pairs;
  states: Pairs;
  rest: string;
  skipHidden: boolean;
}

export const noAnswers: Answers = { sheets: [], titleLines: {}, columns: {}, orders: {}, swaps: {}, states: {}, rest: '', skipHidden: false };

export interface Wizard {
  view: ImportView | null;
  answers: Answers;
  step: Step;
}

const start: Wizard = { view: null, answers: noAnswers, step: 'file' };

const pairs = (map: Pairs) => Object.entries(map).map(([key, value]) => ({ key, value }));

function input(id: string, answers: Answers): ImportAnswersInput {
  const { sheets, rest, skipHidden } = answers;
  return {
    id, sheets, rest, skipHidden, titleLines: pairs(answers.titleLines), columns: pairs(answers.columns), orders: pairs(answers.orders), swaps: pairs(answers.swaps), states: pairs(answers.states),
  } as ImportAnswersInput;
}

export function useWizard() {
  const client = useQueryClient();
  const wizard = useQuery<Wizard>({ queryKey: keys.importing, queryFn: () => start, initialData: start, enabled: false, gcTime: Infinity }).data;
  const set = useCallback(
    (change: Partial<Wizard>) => client.setQueryData<Wizard>(keys.importing, (now) => ({ ...(now ?? start), ...change })),
    [client],
  );

  const opening = useMutation({
    mutationFn: (file: Partial<ImportOpenInput>) => desk.openImport({ path: '', name: '', content: '', ...file } as ImportOpenInput),
    onSuccess: (view) => {
      if (view.id) set({ view, answers: noAnswers, step: 'file' });
    },
  });
  // One after the other: the last answer has the last word.
  const answering = useMutation({
    scope: { id: 'import-answers' },
    mutationFn: (answers: Answers) => desk.answerImport(input(wizard.view?.id ?? '', answers)),
    onSuccess: (view) => set({ view }),
  });
  const answer = (change: (now: Answers) => Partial<Answers>) => {
    const now = client.getQueryData<Wizard>(keys.importing)?.answers ?? noAnswers;
    const answers = { ...now, ...change(now) };
    set({ answers }); // at once: two quick answers must not forget each other
    answering.mutate(answers);
  };
  const close = () => {
    if (wizard.view) void desk.closeImport(wizard.view.id).catch(() => undefined);
    client.setQueryData(keys.importing, start);
    client.getMutationCache().findAll({ mutationKey: runKey }).forEach((mutation) => client.getMutationCache().remove(mutation));
  };
  return { ...wizard, set, opening, answering, answer, close };
}

export type UseWizard = ReturnType<typeof useWizard>;

const runKey = ['import-run'];

interface Run {
  id: string;
  pending: boolean;
  result: ImportResultView | undefined;
  error: unknown;
}

/** The import that runs, or ran last, whichever page began it. */
export function useRun() {
  const client = useQueryClient();
  const begin = useMutation({
    mutationKey: runKey,
    mutationFn: (id: string) => desk.runImport(id),
    gcTime: Infinity,
    onSettled: () => {
      [keys.imports, keys.lists, keys.work, keys.sync].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
    },
  });
  const runs = useMutationState<Run>({
    filters: { mutationKey: runKey },
    select: ({ state }) => ({ id: state.variables as string, pending: state.status === 'pending', result: state.data as ImportResultView | undefined, error: state.error }),
  });
  return { begin: begin.mutate, run: runs.at(-1) };
}

/** What the file still asks that belongs to a step. */
export function questionsOf(view: ImportView | null, step: Step) {
  const kinds: Record<Step, string[]> = { file: ['sheet'], columns: ['received', 'narrative'], dates: ['order', 'swap', 'status', 'rest'], trial: [], run: [] };
  return (view?.questions ?? []).filter((question) => kinds[step].includes(question.kind));
}
