import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconPrinter } from '@tabler/icons-react';
import { desk } from '../../api/desk';
import { Printed } from '../../components/Printed';
import { t } from '../../text/id';

interface Props {
  period: { from: string; to: string };
  reveal: boolean;
  ask: boolean;
}

/** The register of the same period on paper. */
export function RegisterPrint({ period, reveal, ask }: Props) {
  const printing = useMutation({ mutationFn: desk.printRegister });
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" loading={printing.isPending} leftSection={<IconPrinter size={18} />} data-testid="print-register"
        onClick={() => printing.mutate({ ...period, reveal, size: '', ask })}>{t.paper.register}</Button>
      <Text size="xs" c="dimmed">{t.paper.registerHint}</Text>
      <Printed printing={printing} />
    </Stack>
  );
}
