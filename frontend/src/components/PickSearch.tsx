import { Select, type SelectProps } from '@mantine/core';
import { useUncontrolled } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { Option } from '../api/types';
import { t } from '../text/id';

interface Props extends Omit<SelectProps, 'data' | 'value' | 'defaultValue' | 'onChange'> {
  options: Option[] | undefined;
  recent?: string[]; // values that stand first
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
}

/** A long list searched by typing; Enter or Tab takes the first that fits. */
export function PickSearch({ options: all, recent, value, defaultValue, onChange, ...rest }: Props) {
  const [chosen, choose] = useUncontrolled({ value, defaultValue, finalValue: '', onChange });
  const [search, setSearch] = useState('');
  const options = useMemo(() => all ?? [], [all]);
  const current = options.find((o) => o.value === chosen)?.label ?? '';
  const typing = search !== '' && search !== current;
  // While searching, the order is that of the list: the first that fits is the one that is meant.
  const data = useMemo(() => grouped(typing ? options : lastFirst(options, recent ?? [])), [options, recent, typing]);
  // However the field is left: what was begun to type is the first that fits.
  const take = (input: HTMLInputElement) => {
    if (input.value.trim() === '' || input.value === current) return;
    const found = exact(options, input.value) ?? marked(input) ?? options.find((o) => fits(o.label, input.value))?.value;
    if (found) choose(found);
  };
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
      onBlur={(event) => {
        take(event.currentTarget);
        rest.onBlur?.(event);
      }}
      onKeyDown={(event) => {
        const input = event.currentTarget;
        if (event.key === 'Tab' || event.key === 'Enter') take(input);
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

const exact = (options: Option[], typed: string) => options.find((o) => o.label.toLowerCase() === typed.trim().toLowerCase())?.value;

/** The option that the arrow keys have marked, if it still fits what is typed. */
function marked(input: HTMLInputElement): string | undefined {
  const option = document.getElementById(input.getAttribute('aria-activedescendant') ?? '');
  return (option && fits(option.textContent ?? '', input.value) && option.getAttribute('value')) || undefined;
}

/** The values that were chosen last, in a group of their own, before the others. */
function lastFirst(options: Option[], recent: string[]): Option[] {
  const found = recent.map((value) => options.find((o) => o.value === value)).filter((o) => o !== undefined);
  if (found.length === 0) return options;
  return [...found.map((o) => ({ ...o, group: t.common.lastUsed })), ...options.filter((o) => !found.includes(o)).map((o) => ({ ...o, group: o.group || t.common.others }))];
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
