import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { Option } from '../../api/types';
import { t } from '../../text/id';

interface Props {
  name: string;
  label: string;
  options: Option[] | undefined;
  value: string[];
  onChange: (value: string[]) => void;
}

/** Any number of choices; none means all. */
export function FilterMenu({ name, label, options, value, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const single = value.length === 1 ? options?.find((o) => o.value === value[0])?.label : undefined;
  const shown = value.length === 0 ? label : (single ?? t.list.chosen(label, value.length));
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus position="bottom-start" shadow="md" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button
          variant={value.length > 0 ? 'light' : 'default'}
          rightSection={<IconChevronDown size={16} />}
          px={10}
          fw={500}
          maw={220}
          onClick={() => setOpen(!open)}
          aria-label={value.length > 0 ? `${label}: ${shown}` : label}
          data-testid={`filter-${name}`}
        >
          {shown}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Checkbox.Group value={value} onChange={onChange} aria-label={label}>
          <Stack gap={8} mah="min(340px, 60vh)" style={{ overflow: 'auto' }} p={4}>
            {(options ?? []).map((option) => <Checkbox key={option.value} value={option.value} label={option.label} />)}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
