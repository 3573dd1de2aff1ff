import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Stack, Text, Title } from '@mantine/core';

interface Props {
  icon: Icon;
  title: string;
  advice: string;
  children?: ReactNode;
}

/** An empty place that says what to do. */
export function Empty({ icon: Sign, title, advice, children }: Props) {
  return (
    <Stack align="center" gap="xs" py={40} px="md" ta="center">
      <Sign size={40} stroke={1.4} color="var(--accent)" aria-hidden />
      <Title order={2} size="h3">{title}</Title>
      <Text c="dimmed" maw={440}>{advice}</Text>
      {children}
    </Stack>
  );
}
