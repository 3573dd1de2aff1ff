import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconCircleCheck, IconCircleX, IconHelpCircle, type Icon } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import type { ReceiptView } from '../../api/types';
import { t } from '../../text/id';
import classes from './CheckPage.module.css';

const signs: Record<string, Icon> = { genuine: IconCircleCheck, unknown: IconHelpCircle, false: IconCircleX };

/** Is this receipt ours? A scanner types into the field and ends with Enter. */
export function CheckPage() {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const checking = useMutation({
    mutationFn: desk.checkReceipt,
    // The next receipt replaces this one.
    onSettled: () => requestAnimationFrame(() => field.current?.select()),
  });
  useEffect(() => field.current?.focus(), []);
  return (
    <div className={classes.page}>
      <Stack gap="md">
        <div>
          <Title order={1}>{t.paper.check}</Title>
          <Text c="dimmed">{t.paper.checkLead}</Text>
        </div>
        <Paper
          withBorder
          p="md"
          component="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!checking.isPending) checking.mutate(text);
          }}
        >
          <TextInput
            ref={field}
            label={t.paper.checkField}
            description={t.paper.checkHint}
            autoComplete="off"
            spellCheck={false}
            value={text}
            error={checking.error ? toFault(checking.error).message : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
            data-testid="receipt-text"
          />
          <Button type="submit" mt="sm" loading={checking.isPending} data-testid="receipt-check">{t.paper.checkDo}</Button>
        </Paper>
        <div aria-live="assertive">{checking.data && !checking.isPending && <Verdict receipt={checking.data} />}</div>
      </Stack>
    </div>
  );
}

function Verdict({ receipt }: { receipt: ReceiptView }) {
  const [, navigate] = useLocation();
  const Sign = signs[receipt.verdict] ?? IconHelpCircle;
  const facts: [string, string][] = [
    [t.recorded.number, receipt.number],
    [t.paper.issuedBy, receipt.officeText],
    [t.recorded.class, receipt.classText],
    [t.paper.dueThen, receipt.dueText],
    [t.paper.dueNow, receipt.nowText],
    [t.paper.state, receipt.stateText],
  ];
  return (
    <Paper withBorder p="md" className={classes.card} data-verdict={receipt.verdict} data-testid="receipt-verdict">
      <div className={classes.verdict}><Sign size={30} aria-hidden /> {receipt.title}</div>
      <Text mt={4}>{receipt.why}</Text>
      <dl className={classes.facts}>
        {facts.filter(([, value]) => value !== '').map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
      </dl>
      {receipt.complaint && (
        <Group mt="md"><Button variant="default" onClick={() => navigate(`/aduan/${receipt.complaint}`)} data-testid="receipt-open">{t.paper.openComplaint}</Button></Group>
      )}
    </Paper>
  );
}
