import { Textarea, type TextareaProps } from '@mantine/core';

const gap = /_{2,}/g;

/** Selects the first gap (___) from a place on; false when none is left. */
export function selectGap(area: HTMLTextAreaElement, from: number): boolean {
  gap.lastIndex = from;
  const found = gap.exec(area.value);
  if (!found) return false;
  area.setSelectionRange(found.index, found.index + found[0].length);
  return true;
}

/** A text area for ready words: Tab goes from gap to gap, and on when none is left. */
export function GapTextarea({ onKeyDown, ...rest }: TextareaProps) {
  return (
    <Textarea
      {...rest}
      onKeyDown={(event) => {
        const { key, shiftKey, ctrlKey, altKey, currentTarget: area } = event;
        if (key === 'Tab' && !shiftKey && !ctrlKey && !altKey && selectGap(area, area.selectionEnd)) event.preventDefault();
        onKeyDown?.(event);
      }}
    />
  );
}
