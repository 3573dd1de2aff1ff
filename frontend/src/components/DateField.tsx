import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useUncontrolled } from '@mantine/hooks';
import { IconCalendar } from '@tabler/icons-react';
import { useState } from 'react';
import { clock, isDate, isMoment, longDate, parseDate, parseMoment, shortDate, shortMoment } from '../format/date';
import { t } from '../text/id';

interface Props extends Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange'> {
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  today: string;
  now?: string; // given: the field holds date and hour
  past?: boolean;
}

/**
 * A date typed freely. The value is a date (or moment) as Go wants it; what
 * cannot be understood stays as typed, so that it is never silently "now".
 */
export function DateField({ value, defaultValue, onChange, today, now, past, ...rest }: Props) {
  const [stored, setStored] = useUncontrolled({ value, defaultValue, finalValue: '', onChange });
  const [typed, setTyped] = useState<string | null>(null);
  // The line that tells the date in words stays after the field is left: a line
  // that vanished would move the button away from under the mouse.
  const [spelled, setSpelled] = useState(false);
  const [open, setOpen] = useState(false);
  const known = now ? isMoment(stored) : isDate(stored);
  const shown = typed ?? (known ? (now ? shortMoment(stored) : shortDate(stored)) : stored);
  const read = (text: string) =>
    text.trim() === '' ? '' : ((now ? parseMoment(text, { today, now, past }) : parseDate(text, { today, past })) ?? text.trim());
  const unclear = stored !== '' && !known;

  let hint = rest.description;
  if (spelled && known) {
    hint = `= ${longDate(stored.slice(0, 10))}${now ? ` ${clock(stored)}` : ''}`;
  }

  return (
    <TextInput
      {...rest}
      description={hint}
      error={rest.error || (unclear && typed === null ? t.date.unclear : undefined)}
      value={shown}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        setSpelled(true);
        setStored(read(event.currentTarget.value));
      }}
      onBlur={(event) => {
        setTyped(null);
        rest.onBlur?.(event);
      }}
      onKeyDown={(event) => {
        if (event.altKey && event.key === 'ArrowDown') {
          event.preventDefault();
          setOpen(true);
        }
      }}
      rightSection={
        <Popover opened={open} onChange={setOpen} trapFocus returnFocus shadow="md" position="bottom-end" transitionProps={{ duration: 0 }}>
          <Popover.Target>
            <ActionIcon variant="subtle" color="gray" tabIndex={-1} aria-label={t.date.openCalendar} onClick={() => setOpen(!open)}>
              <IconCalendar size={18} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <DatePicker
              value={known ? stored.slice(0, 10) : null}
              defaultDate={known ? stored.slice(0, 10) : today}
              maxDate={past ? today : undefined}
              onChange={(date) => {
                if (date) setStored(now ? `${date}T${known ? stored.slice(11) : '08:00'}` : date);
                setTyped(null);
                setOpen(false);
              }}
            />
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
