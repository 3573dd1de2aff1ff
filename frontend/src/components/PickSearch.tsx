import { Select, type SelectProps } from '@mantine/core';
import { useUncontrolled } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { Option } from '../api/types';
import { t } from '../text/id';

interface Props extends Omit<SelectProps, 'data' | 'value' | 'defaultValue' | 'onChange'> {
  options: Option[] | undefined;
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
}

/** A long list searched by typing; Enter or Tab takes the first that fits. */
export function PickSearch({ options, value, defaultValue, onChange, ...rest }: Props) {
  const [chosen, choose] = useUncontrolled({ value, defaultValue, finalValue: '', onChange });
  const [search, setSearch] = useState('');
  const data = useMemo(() => grouped(options ?? []), [options]);
  const labels = useMemo(() => new Set((options ?? []).map((o) => o.label)), [options]);
  const typing = search !== '' && !labels.has(search);
  return (
    <Select
      data={data}
      value={chosen || null}
      onChange={(next) => choose(next ?? '')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t.common.clear, tabIndex: -1 }}
      allowDeselect={false}
      openOnFocus={false}
      onSearchChange={setSearch}
      selectFirstOptionOnChange={typing}
      nothingFoundMessage={t.common.nothingFits}
      comboboxProps={{ shadow: 'md', transitionProps: { duration: 0 } }}
      maxDropdownHeight={280}
      {...rest}
      onKeyDown={(event) => {
        const input = event.currentTarget;
        if ((event.key === 'Tab' || event.key === 'Enter') && input.value !== '' && !labels.has(input.value)) {
          const found = marked(input) ?? (options ?? []).find((o) => fits(o.label, input.value))?.value;
          if (found) choose(found);
        }
        // Emptying the text empties the choice.
        if ((event.key === 'Backspace' || event.key === 'Delete') && chosen) {
          if (input.selectionStart === 0 && input.selectionEnd === input.value.length) choose('');
        }
        rest.onKeyDown?.(event);
      }}
    />
  );
}

const fits = (label: string, typed: string) => label.toLowerCase().includes(typed.trim().toLowerCase());

/** The option that the arrow keys have marked, if it still fits what is typed. */
function marked(input: HTMLInputElement): string | undefined {
  const option = document.getElementById(input.getAttribute('aria-activedescendant') ?? '');
  return (option && fits(option.textContent ?? '', input.value) && option.getAttribute('value')) || undefined;
}

function grouped(options: Option[]) {
  const item = ({ value, label }: Option) => ({ value, label });
  if (!options.some((o) => o.group)) return options.map(item);
  const names = [...new Set(options.map((o) => o.group).filter(Boolean))];
  return [
    ...options.filter((o) => !o.group).map(item),
    ...names.map((group) => ({ group, items: options.filter((o) => o.group === group).map(item) })),
  ];
}
