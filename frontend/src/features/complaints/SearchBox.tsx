import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { t } from '../../text/id';
import classes from './List.module.css';

interface Props {
  value: string;
  busy: boolean; // the answer to what was sent last is still under way
  onChange: (value: string) => void;
  onDown: () => void;
  onEnter: () => void;
  onBack: () => void; // Backspace where nothing stands
}

/**
 * Asks with every letter, but never twice at once: what is typed while an answer
 * is under way goes when that has come. Waiting a while instead would be felt.
 */
export function SearchBox({ value, busy, onChange, onDown, onEnter, onBack }: Props) {
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  const [enter, setEnter] = useState(false); // quick hands press it before the answer is here
  // The address changed by itself (back, "clear"): it wins over what stands here.
  if (value !== sent) {
    setSent(value);
    if (value !== typed.trim()) setTyped(value);
  }
  const send = (text: string) => {
    setSent(text);
    onChange(text);
  };
  const type = (text: string) => {
    setTyped(text);
    setEnter(false);
    if (!busy) send(text.trim());
  };
  const late = !busy && typed.trim() !== sent;
  const settled = !busy && !late;
  useEffect(() => {
    if (late) send(typed.trim());
    if (enter && settled) {
      setEnter(false);
      onEnter();
    }
  });
  return (
    <TextInput
      className={classes.search}
      aria-label={t.list.search}
      aria-keyshortcuts="Control+F F3"
      placeholder={t.list.searchHint}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={typed && <CloseButton size="sm" tabIndex={-1} aria-label={t.common.clear} onClick={() => type('')} />}
      value={typed}
      autoComplete="off"
      data-testid="search"
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed) {
          event.preventDefault();
          type('');
        } else if (event.key === 'ArrowDown') {
          event.preventDefault();
          onDown();
        } else if (event.key === 'Enter') {
          if (settled) onEnter();
          else setEnter(true);
        } else if (event.key === 'Backspace' && typed === '' && !event.repeat) {
          onBack();
        }
      }}
    />
  );
}
