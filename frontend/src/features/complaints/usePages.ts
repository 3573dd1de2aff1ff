import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useThrottledValue } from '@mantine/hooks';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { ListInput, RowView } from '../../api/types';
import type { Filters } from './useFilters';

/** Rows of one question to Go. */
export const pageSize = 50;
// While somebody scrolls far, not every page that flies by is asked for.
const askEveryMs = 90;
// What was scrolled past is not kept for long: a register has thousands of pages.
const keepMs = 60_000;

export interface Seen {
  first: number;
  last: number;
}

const page = (filters: Filters, n: number): ListInput => ({ ...filters, offset: n * pageSize, limit: pageSize, uncounted: n > 0 });

/**
 * The list as a whole, of which only the pages around what is seen are read. The
 * first page counts it, and stays on the screen until that of another question
 * has come.
 */
export function usePages(filters: Filters, seen: Seen) {
  const first = page(filters, 0);
  const head = useQuery({ queryKey: keys.list(first), queryFn: () => desk.list(first), placeholderData: keepPreviousData });
  const total = head.data?.total ?? 0;
  const asked = useThrottledValue(seen, askEveryMs);
  const wanted = head.isPlaceholderData ? [] : pagesAround(asked, total);
  const others = useQueries({
    queries: wanted.map((n) => {
      const input = page(filters, n);
      return { queryKey: keys.list(input), queryFn: () => desk.list(input), gcTime: keepMs };
    }),
  });
  const rows = new Map(others.map((query, i) => [wanted[i], query.data?.rows]));
  rows.set(0, head.data?.rows);
  return {
    head,
    total,
    error: head.error ?? others.find((query) => query.error)?.error ?? null,
    refetch: () => [head, ...others].forEach((query) => void query.refetch()),
    rowAt: (index: number): RowView | undefined => rows.get(Math.floor(index / pageSize))?.[index % pageSize],
    /** Where a complaint stands now, among what is read. */
    indexOf: (id: string): number => {
      for (const [n, some] of rows) {
        const at = some?.findIndex((row) => row.id === id) ?? -1;
        if (at >= 0) return n! * pageSize + at;
      }
      return -1;
    },
  };
}

/** The pages that hold what is seen and half a page around it; the first is read anyway. */
function pagesAround({ first, last }: Seen, total: number): number[] {
  const pages: number[] = [];
  const from = Math.floor(Math.max(0, first - pageSize / 2) / pageSize);
  const to = Math.floor(Math.min(total - 1, last + pageSize / 2) / pageSize);
  for (let n = Math.max(1, from); n <= to; n++) pages.push(n);
  return pages;
}
