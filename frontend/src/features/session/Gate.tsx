import { Anchor, Paper, Text, Title } from '@mantine/core';
import { Suspense, useCallback, useState, type ReactNode } from 'react';
import { useStart } from '../../api/hooks';
import { allKeys, chapterAtGate } from '../../app/help';
import { HelpPage } from '../../app/screens';
import { useHelpKeys } from '../../app/useWindowKeys';
import { t } from '../../text/id';
import classes from './Gate.module.css';

interface Props {
  title: string;
  lead?: string;
  wide?: boolean;
  children: ReactNode;
}

/** The frame of everything that stands before the work: first run, signing in, recovery. */
export function Gate({ title, lead, wide, children }: Props) {
  const start = useStart().data;
  const [help, setHelp] = useState(''); // the chapter that is open
  const fitting = chapterAtGate(start?.phase === 'locked');
  const showHelp = useCallback((all: boolean) => setHelp(all ? allKeys : fitting), [fitting]);
  useHelpKeys(true, showHelp);
  return (
    <div className={classes.ground}>
      <div className={classes.column} data-wide={wide || undefined}>
        <header className={classes.brand}>
          <strong>{t.appName}</strong>
          <span>{start?.officeName ? `${start.officeName} · ${t.shell.pc(start.letter)}` : t.appPurpose}</span>
        </header>
        <Paper withBorder p="lg" component="main">
          <Title order={1} mb={lead ? 4 : 'md'}>{title}</Title>
          {lead && <Text c="dimmed" mb="md">{lead}</Text>}
          {children}
        </Paper>
        <Text component="footer" size="xs" c="dimmed" ta="center" mt="xs" className="no-print">
          <Anchor component="button" type="button" size="xs" onClick={() => showHelp(false)} aria-keyshortcuts="F1" data-testid="help-open">{t.shell.helpKey}</Anchor>
          {start?.version && ` · ${t.about.version(start.version)}`}
        </Text>
      </div>
      {help && <Suspense><HelpPage chapter={help} onClose={() => setHelp('')} /></Suspense>}
    </div>
  );
}
