import { Button, Group, Popover, Radio, Stack } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { DateField } from '../../components/DateField';
import { isDate, shortDate } from '../../format/date';
import { t } from '../../text/id';
import type { Filters } from './useFilters';

interface Props {
  filters: Filters;
  today: string;
  onChange: (part: Partial<Filters>) => void;
}

const choices = [
  { value: '', label: t.list.dueAny },
  { value: 'overdue', label: t.list.overdue },
  { value: 'today', label: t.list.today },
  { value: 'soon', label: t.list.soon },
  { value: 'range', label: t.list.range },
];

export function DueFilter({ filters, today, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const { due, dueFrom, dueTo } = filters;
  const range = [dueFrom, dueTo].map((date) => (isDate(date) ? shortDate(date) : '…')).join(' – ');
  const shown = due === '' ? t.list.due : due === 'range' ? range : choices.find((c) => c.value === due)?.label;
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus position="bottom-start" shadow="md" width={320} transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button
          variant={due ? 'light' : 'default'}
          rightSection={<IconChevronDown size={16} />}
          px={10}
          fw={500}
          onClick={() => setOpen(!open)}
          aria-label={due ? `${t.list.due}: ${shown}` : t.list.due}
          data-testid="filter-due"
        >
          {shown}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.list.due}>
        <Radio.Group value={due} aria-label={t.list.due} onChange={(next) => onChange({ due: next, ...(next === 'range' ? {} : { dueFrom: '', dueTo: '' }) })}>
          <Stack gap={8}>
            {choices.map((choice) => <Radio key={choice.value} value={choice.value} label={choice.label} />)}
          </Stack>
        </Radio.Group>
        {due === 'range' && (
          <Group mt="sm" grow align="flex-start" gap="xs">
            <DateField label={t.list.from} today={today} value={dueFrom} onChange={(date) => onChange({ dueFrom: date })} data-testid="field-dueFrom" />
            <DateField label={t.list.to} today={today} value={dueTo} onChange={(date) => onChange({ dueTo: date })} data-testid="field-dueTo" />
          </Group>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
