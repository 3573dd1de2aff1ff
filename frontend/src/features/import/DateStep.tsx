import { Radio, Stack, Title } from '@mantine/core';
import { IconCalendarCheck, IconCalendarQuestion, IconCircleCheck } from '@tabler/icons-react';
import type { ImportColumnView, ImportView } from '../../api/types';
import { enterMoves } from '../../components/enterMoves';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './Import.module.css';
import type { UseWizard } from './wizard';
import { WordTable } from './WordTable';

interface Props {
  wizard: UseWizard;
  view: ImportView;
}

/** How dates are read, with the value that decides it, and what the status words mean. */
export function DateStep({ wizard, view }: Props) {
  const dates = view.columns.filter((column) => column.dates);
  return (
    <div onKeyDown={enterMoves}>
      <Title order={3} mb={4}>{t.importing.dateColumns}</Title>
      <ul className={classes.dates}>
        {dates.map((column) => (
          <li key={column.key} data-testid={`dates-${column.key}`} data-order={column.order} data-ask={column.ask}>
            <strong>{column.title}</strong>{' '}
            {!column.ask && column.order && <Mark plain tone="ok" icon={IconCalendarCheck}>{t.importing.orderDecided(t.importing.order[column.order] ?? '')}</Mark>}
            {column.ask && !column.order && <Mark plain tone="warn" icon={IconCalendarQuestion}>{t.importing.orderOpen}</Mark>}
            <div className={classes.evidence}>{column.evidence}</div>
            {column.ask && <Order column={column} wizard={wizard} />}
            {column.suspect && <Swap column={column} wizard={wizard} />}
          </li>
        ))}
      </ul>
      <WordTable wizard={wizard} view={view} />
      {view.questions.length === 0 && <div className={classes.settled}><Mark tone="ok" icon={IconCircleCheck}>{view.words.length > 0 ? t.importing.noStatus : t.importing.noDates}</Mark></div>}
    </div>
  );
}

function Order({ column, wizard }: { column: ImportColumnView; wizard: UseWizard }) {
  const label = (order: 'dm' | 'md', day: string) => `${t.importing.order[order]}${column.example && day ? ` (${t.importing.orderMeans(column.example, day)})` : ''}`;
  return (
    <Radio.Group
      aria-label={t.importing.orderAsk(column.title)}
      description={column.hint ? t.importing.orderHint(t.importing.order[column.hint] ?? '') : undefined}
      value={wizard.answers.orders[column.key] ?? column.order}
      onChange={(order) => wizard.answer((now) => ({ orders: { ...now.orders, [column.key]: order } }))}
      data-testid={`field-order-${column.key}`}
    >
      <Stack gap={8} my={8}>
        <Radio value="dm" label={label('dm', column.asDM)} />
        <Radio value="md" label={label('md', column.asMD)} />
      </Stack>
    </Radio.Group>
  );
}

function Swap({ column, wizard }: { column: ImportColumnView; wizard: UseWizard }) {
  return (
    <Radio.Group
      label={t.importing.swapAsk(column.title)}
      value={wizard.answers.swaps[column.key] ?? column.swap}
      onChange={(swap) => wizard.answer((now) => ({ swaps: { ...now.swaps, [column.key]: swap } }))}
      mt={8}
      data-testid={`field-swap-${column.key}`}
    >
      <Stack gap={8} my={8}>
        <Radio value="ya" label={t.importing.swapYes} />
        <Radio value="tidak" label={t.importing.swapNo} />
      </Stack>
    </Radio.Group>
  );
}
