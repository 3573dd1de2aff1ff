import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Mark.module.css';

export type Tone = 'calm' | 'info' | 'ok' | 'warn' | 'bad';

interface Props {
  tone: Tone;
  icon: Icon;
  children: ReactNode;
  plain?: boolean; // without the coloured ground
  [data: `data-${string}`]: string | number | undefined;
}

/** A state: always an icon, a word and a colour together. */
export function Mark({ tone, icon: Sign, children, plain, ...data }: Props) {
  return (
    <span className={classes.mark} data-tone={tone} data-plain={plain || undefined} {...data}>
      <Sign size={17} stroke={2} aria-hidden className={classes.icon} />
      <span>{children}</span>
    </span>
  );
}
