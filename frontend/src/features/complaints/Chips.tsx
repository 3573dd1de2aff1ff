import { IconX } from '@tabler/icons-react';
import { useRef, type KeyboardEvent } from 'react';
import { search } from '../../text/search';
import classes from './List.module.css';
import type { Chip } from './chips';
import type { Filters } from './useFilters';

interface Props {
  chips: Chip[];
  onChange: (part: Partial<Filters>) => void;
  onNone: () => void; // the last one was taken off, by keyboard
}

/** What the list is narrowed by; each goes with a click, Enter or Delete. */
export function Chips({ chips, onChange, onNone }: Props) {
  const group = useRef<HTMLDivElement>(null);
  if (chips.length === 0) return null;

  const buttons = () => Array.from(group.current?.querySelectorAll('button') ?? []);
  const remove = (index: number) => {
    onChange(chips[index]!.without);
    // The next one comes in its place; without any there is the search.
    if (chips.length === 1) onNone();
    else buttons()[index === chips.length - 1 ? index - 1 : index + 1]?.focus();
  };
  const press = (event: KeyboardEvent, index: number) => {
    const to = event.key === 'ArrowRight' ? index + 1 : event.key === 'ArrowLeft' ? index - 1 : -1;
    if (event.key === 'Delete' || event.key === 'Backspace') remove(index);
    else if (to < 0 || to >= chips.length) return;
    else buttons()[to]?.focus();
    event.preventDefault();
  };
  return (
    <div ref={group} className={classes.chips} role="group" aria-label={search.chips}>
      {chips.map((chip, i) => (
        <button key={chip.key} type="button" className={classes.chip} data-testid={`chip-${chip.key}`} aria-label={search.without(chip.text)} title={search.without(chip.text)}
          onClick={() => remove(i)} onKeyDown={(event) => press(event, i)}>
          <span className={classes.chipText}>{chip.text}</span>
          <IconX size={15} stroke={2.2} aria-hidden />
        </button>
      ))}
    </div>
  );
}
