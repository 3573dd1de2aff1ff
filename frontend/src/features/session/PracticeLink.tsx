import { Anchor, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useStart } from '../../api/hooks';
import { keys } from '../../api/keys';
import { t } from '../../text/id';

/** The way into practice for who is not signed in. */
export function PracticeLink() {
  const practice = useStart().data?.practice;
  const client = useQueryClient();
  const start = useMutation({ mutationFn: desk.startPractice, onSuccess: (view) => client.setQueryData(keys.start, view) });
  if (practice) return null;
  return (
    <>
      <Anchor component="button" type="button" disabled={start.isPending} onClick={() => start.mutate()} data-testid="practice-start">
        {start.isPending ? `${t.common.loading} …` : t.practice.fromGate}
      </Anchor>
      {start.error && <Text c="var(--bad)" role="alert">{toFault(start.error).message}</Text>}
    </>
  );
}
