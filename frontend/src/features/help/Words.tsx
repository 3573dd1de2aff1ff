import { Fragment } from 'react';
import classes from './Help.module.css';

interface Props {
  text: string;
  mark: string[]; // words that are looked for, in small letters
}

/** A sentence of the guide: keys as keys, what was looked for marked. */
export function Words({ text, mark }: Props) {
  return text.split('`').map((part, i) =>
    i % 2 === 1 ? <kbd key={i} className={classes.key}>{part}</kbd> : <Fragment key={i}>{marked(part, mark)}</Fragment>,
  );
}

function marked(text: string, words: string[]) {
  const found = words.filter((word) => word.length > 1).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (found.length === 0) return text;
  return text.split(new RegExp(`(${found.join('|')})`, 'gi')).map((part, i) => (i % 2 === 1 ? <mark key={i}>{part}</mark> : part));
}
