import { Input, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useStart } from '../../api/hooks';
import type { LookView } from '../../api/types';
import { useLookSetter } from '../../api/useLookSetter';
import { FaultAlert } from '../../components/FaultAlert';
import { t } from '../../text/id';

const system = 'system'; // a control cannot have an empty choice

/** Light or dark, usual or large: for this account, on this PC. Taken at once. */
export function LookSetting() {
  const look = useStart().data?.look;
  const { set, error } = useLookSetter();
  if (!look) return null;
  const choose = (part: Partial<LookView>) => void set(part).catch(() => undefined); // told below
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="look-setting">
      <Title order={2} id="look-setting" mb="xs">{t.look.title}</Title>
      <Stack gap="sm">
        <Text c="dimmed">{t.look.lead}</Text>
        <Input.Wrapper label={t.look.scheme} id="look-scheme" labelElement="div">
          <div>
            <SegmentedControl aria-label={t.look.scheme} data-testid="look-scheme" value={look.scheme || system} onChange={(next) => choose({ scheme: next === system ? '' : next })}
              data={[{ value: system, label: t.look.system }, { value: 'light', label: t.look.light }, { value: 'dark', label: t.look.dark }]} transitionDuration={0} />
          </div>
        </Input.Wrapper>
        <Input.Wrapper label={t.look.size} id="look-size" labelElement="div">
          <div>
            <SegmentedControl aria-label={t.look.size} data-testid="look-size" value={look.size || system} onChange={(next) => choose({ size: next === system ? '' : next })}
              data={[{ value: system, label: t.look.usual }, { value: 'large', label: t.look.large }]} transitionDuration={0} />
          </div>
        </Input.Wrapper>
        <FaultAlert error={error} />
      </Stack>
    </Paper>
  );
}
