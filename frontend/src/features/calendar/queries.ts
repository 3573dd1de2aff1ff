import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { CalendarView, CloseInput } from '../../api/types';
import { isDate } from '../../format/date';

/** Year 0 is this year. */
export const useCalendar = (year: number) =>
  useQuery({ queryKey: keys.calendar(year), queryFn: () => desk.calendar(year), placeholderData: keepPreviousData });

/** What closing on these days would move; asked anew at every look, the register goes on meanwhile. */
export function useClosureImpact(input: CloseInput) {
  const { from, to, letterOn } = input;
  const asked = { ...input, reason: '', letter: '', letterOn: isDate(letterOn) ? letterOn : '' };
  return useQuery({
    queryKey: keys.impact(from, to, asked.letterOn),
    queryFn: () => desk.previewClosure(asked),
    enabled: isDate(from) && (to === '' || isDate(to)),
    gcTime: 0,
  });
}

/** A change of the rules; every date on the screen follows from it. */
export function useRuleChange<I>(change: (input: I) => Promise<CalendarView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (view) => {
      client.setQueryData(keys.calendar(view.year), view);
      [keys.work, keys.lists, keys.details, keys.deadlines, keys.reference, keys.sync].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
      // The form closes on a year that shows what it did.
      await client.invalidateQueries({ queryKey: keys.calendars });
    },
  });
}
