import { Autocomplete, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { PrintingView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { PickOne } from '../../components/PickOne';
import { tell } from '../../components/tell';
import { YesNo } from '../../components/YesNo';
import { t } from '../../text/id';

const option = ([value, label]: [string, string]) => ({ value, label, group: '' });

/** How this PC prints: its paper and its thermal printer. */
export function Printing() {
  const printing = useQuery({ queryKey: keys.printing, queryFn: desk.printing });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="printing">
      <Title order={2} id="printing" mb="xs">{t.paper.printing}</Title>
      <FaultAlert error={printing.error} retry={() => void printing.refetch()} />
      {printing.data && <Form printing={printing.data} />}
    </Paper>
  );
}

function Form({ printing }: { printing: PrintingView }) {
  const client = useQueryClient();
  const [changed, setChanged] = useState<Partial<PrintingView>>({});
  const input = { ...printing, ...changed };
  const roll = input.receipt === '80' || input.receipt === '58';
  const saving = useMutation({
    mutationFn: desk.setPrinting,
    onSuccess: (view) => {
      client.setQueryData(keys.printing, view);
      setChanged({});
      tell(t.paper.printingSaved);
    },
  });
  const faults = saving.error ? faultFields(toFault(saving.error), (name) => name === 'target') : { fields: {} as Record<string, string>, rest: [] };
  const set = (part: Partial<PrintingView>) => setChanged((before) => ({ ...before, ...part }));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving.isPending) saving.mutate({ ...input, raw: input.raw && roll });
      }}
    >
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="xs">
          <PickOne label={t.paper.receiptPaper} options={Object.entries(t.paper.receiptPapers).map(option)} value={input.receipt} onChange={(event) => set({ receipt: event.currentTarget.value })} data-testid="field-receipt" />
          <PickOne label={t.paper.sheetPaper} options={Object.entries(t.paper.sheetPapers).map(option)} value={input.sheet} onChange={(event) => set({ sheet: event.currentTarget.value })} data-testid="field-sheet" />
        </SimpleGrid>
        {roll && (
          <>
            <YesNo label={t.paper.raw} value={input.raw} onChange={(raw) => set({ raw })} data-testid="field-raw" />
            {input.raw && (
              <Autocomplete label={t.paper.target} description={t.paper.targetHint} data={printing.printers} value={input.target} error={faults.fields.target}
                onChange={(target) => set({ target })} comboboxProps={{ transitionProps: { duration: 0 } }} data-testid="field-target" />
            )}
            <Text size="xs" c="dimmed">{t.paper.rollNote}</Text>
          </>
        )}
        <FaultAlert error={faults.rest} />
        <Group><Button type="submit" loading={saving.isPending} disabled={Object.keys(changed).length === 0} data-testid="printing-save">{t.paper.printingSave}</Button></Group>
      </Stack>
    </form>
  );
}
