import type { ComponentProps, KeyboardEvent } from 'react';
import { enterMoves } from './enterMoves';

interface Props extends Omit<ComponentProps<'form'>, 'onSubmit' | 'onKeyDown' | 'noValidate'> {
  onSend: () => void;
  /** Keys of this form alone; true = taken. */
  onKey?: (event: KeyboardEvent<HTMLFormElement>) => boolean;
}

/** A form for the keyboard: Enter goes from field to field, Ctrl+Enter sends. Go judges what is in it, not the browser. */
export function KeyedForm({ onSend, onKey, ...rest }: Props) {
  return (
    <form
      {...rest}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
      onKeyDown={(event) => {
        if (onKey?.(event)) {
          event.preventDefault();
        } else if (event.ctrlKey && event.key === 'Enter') {
          event.preventDefault();
          onSend();
        } else {
          enterMoves(event);
        }
      }}
    />
  );
}
