import { Input, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { desk } from '../../api/desk';
import { useStart } from '../../api/hooks';
import { keys } from '../../api/keys';
import type { LookView, StartView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { t } from '../../text/id';

const system = 'system'; // a control cannot have an empty choice

/** Light or dark, usual or large: for this account, on this PC. Taken at once. */
export function LookSetting() {
  const look = useStart().data?.look;
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: desk.setLook,
    scope: { id: 'look' }, // one after the other
    onSuccess: (view) => client.setQueryData(keys.start, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.start }),
  });
  if (!look) return null;
  const set = (part: Partial<LookView>) => {
    // At once: a second choice must not be made of the look before the first.
    const start = client.getQueryData<StartView>(keys.start);
    const next = { ...(start?.look ?? look), ...part };
    if (start) client.setQueryData(keys.start, { ...start, look: next });
    save.mutate(next);
  };
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="look-setting">
      <Title order={2} id="look-setting" mb="xs">{t.look.title}</Title>
      <Stack gap="sm">
        <Text c="dimmed">{t.look.lead}</Text>
        <Input.Wrapper label={t.look.scheme} id="look-scheme" labelElement="div">
          <div>
            <SegmentedControl aria-label={t.look.scheme} data-testid="look-scheme" value={look.scheme || system} onChange={(next) => set({ scheme: next === system ? '' : next })}
              data={[{ value: system, label: t.look.system }, { value: 'light', label: t.look.light }, { value: 'dark', label: t.look.dark }]} transitionDuration={0} />
          </div>
        </Input.Wrapper>
        <Input.Wrapper label={t.look.size} id="look-size" labelElement="div">
          <div>
            <SegmentedControl aria-label={t.look.size} data-testid="look-size" value={look.size || system} onChange={(next) => set({ size: next === system ? '' : next })}
              data={[{ value: system, label: t.look.usual }, { value: 'large', label: t.look.large }]} transitionDuration={0} />
          </div>
        </Input.Wrapper>
        <FaultAlert error={save.error} />
      </Stack>
    </Paper>
  );
}
