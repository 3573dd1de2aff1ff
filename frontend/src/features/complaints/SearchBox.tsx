import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../text/id';
import classes from './List.module.css';

const typingMs = 120;

interface Props {
  value: string;
  onChange: (value: string) => void;
  onDown: () => void;
  onEnter: () => void;
}

export function SearchBox({ value, onChange, onDown, onEnter }: Props) {
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  // The address changed by itself (back, "clear"): it wins over what stands here.
  if (value !== sent) {
    setSent(value);
    setTyped(value);
  }
  const send = useDebouncedCallback((text: string) => {
    setSent(text);
    onChange(text);
  }, typingMs);
  const type = (text: string) => {
    setTyped(text);
    send(text.trim());
  };
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
        } else if (event.key === 'Enter' && typed.trim() === sent) {
          onEnter();
        }
      }}
    />
  );
}
