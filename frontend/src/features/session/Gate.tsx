import { Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStart } from '../../api/hooks';
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
        {start?.version && <Text component="footer" size="xs" c="dimmed" ta="center" mt="xs" className="no-print">{t.about.version(start.version)}</Text>}
      </div>
    </div>
  );
}
