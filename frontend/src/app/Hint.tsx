import { Button } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import { useRef } from 'react';
import { useAltKeys } from '../components/useAltKeys';
import { t } from '../text/id';
import type { HintName } from '../text/hints';
import classes from './Hint.module.css';
import { useHints } from './useHints';

function nameFor(path: string): HintName | undefined {
  if (path.startsWith('/catat/')) return 'record';
  if (path.startsWith('/aduan/')) return 'detail';
  const exact: Record<string, HintName> = { '/': 'work', '/aduan': 'list', '/kalender': 'calendar', '/kiriman': 'sync' };
  return exact[path];
}

/**
 * One line for who comes to a screen the first time. It stands below everything,
 * so that nothing moves when it goes, and takes no key from the work.
 */
export function Hint({ path }: { path: string }) {
  const name = nameFor(path);
  const { off, putAway } = useHints();
  const came = useRef<EventTarget | null>(null);
  const shown = name !== undefined && off !== undefined && !off.includes(name);
  const known = () => {
    if (came.current instanceof HTMLElement) came.current.focus();
    if (name) putAway(name);
  };
  useAltKeys({ h: known }, shown);
  if (!shown) return null;
  return (
    <aside className={classes.hint} aria-label={t.hints.label} data-testid="hint" data-hint={name}>
      <IconBulb size={20} className={classes.sign} aria-hidden />
      <span className={classes.words}>{t.hints.at[name]}</span>
      <Button
        size="compact-sm"
        variant="default"
        aria-keyshortcuts="Alt+H"
        onMouseDown={(event) => event.preventDefault()} // whoever is typing goes on
        onFocus={(event) => { came.current = event.relatedTarget; }}
        onBlur={() => { came.current = null; }}
        onClick={known}
        data-testid="hint-known"
      >
        {t.hints.known}
      </Button>
    </aside>
  );
}
