import { Select } from '@mantine/core';
import { IconBlockquote } from '@tabler/icons-react';
import { useMemo, useState, type Ref } from 'react';
import type { Option, TemplateView } from '../../api/types';
import { t } from '../../text/id';
import classes from './ReadyWords.module.css';

interface Props {
  ref?: Ref<HTMLInputElement>;
  templates: TemplateView[];
  categories: Option[];
  category: string; // its words come first
  onPick: (template: TemplateView) => void;
  onLeave: () => void;
}

/** The ready words of the office beside the field that they go into: Alt+T, some letters, Enter. */
export function ReadyWords({ ref, templates, categories, category, onPick, onLeave }: Props) {
  const [search, setSearch] = useState('');
  const data = useMemo(() => {
    const label = (code: string) => categories.find((one) => one.value === code)?.label ?? t.words.everywhere;
    const codes = [...new Set(templates.map((one) => one.category))].sort((a, b) => Number(b === category) - Number(a === category));
    return codes.map((code) => ({
      group: label(code),
      items: templates.map((one, i) => ({ value: String(i), label: one.title, code: one.category })).filter((one) => one.code === code),
    }));
  }, [templates, categories, category]);
  const pick = (value: string | null) => {
    const picked = value === null ? undefined : templates[Number(value)];
    if (!picked) return;
    setSearch('');
    onPick(picked);
  };
  if (templates.length === 0) return null;
  return (
    <Select
      ref={ref}
      className={classes.words}
      size="xs"
      tabIndex={-1}
      aria-label={t.words.pick}
      placeholder={t.words.pick}
      leftSection={<IconBlockquote size={16} />}
      data={data}
      value={null}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      selectFirstOptionOnChange
      nothingFoundMessage={t.common.nothingFits}
      comboboxProps={{ shadow: 'md', transitionProps: { duration: 0 }, width: 300, position: 'bottom-end' }}
      maxDropdownHeight={280}
      onChange={pick}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          setSearch('');
          onLeave();
        } else if (event.key === 'Enter') {
          event.stopPropagation(); // takes the marked one; the form's own Enter goes to the next field
          event.preventDefault();
          // Quick hands are here before the list is.
          const typed = event.currentTarget.value.trim().toLowerCase();
          if (typed !== '' && !document.querySelector('[role=listbox] [data-combobox-selected]')) {
            pick(data.flatMap((group) => group.items).find((one) => one.label.toLowerCase().includes(typed))?.value ?? null);
          }
        }
      }}
      data-testid="ready-words"
    />
  );
}
