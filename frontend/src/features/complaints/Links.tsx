import { Button, Group, Paper, Text, TextInput, Title } from '@mantine/core';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { toFault } from '../../api/call';
import { uuid7 } from '../../api/uuid';
import type { DetailView } from '../../api/types';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './Detail.module.css';
import { stateLook } from './marks';
import { useLink } from './queries';

/** Complaints about the same: each goes its own way, both tell of the other. */
export function Links({ detail, mayLink }: { detail: DetailView; mayLink: boolean }) {
  const [typed, setTyped] = useState('');
  const [entry, setEntry] = useState(uuid7);
  const linking = useLink();
  const send = (other: string, off: boolean) => {
    if (linking.isPending) return;
    linking.mutate({ id: detail.id, entryId: entry, other, off }, {
      onSuccess: () => {
        setTyped('');
        setEntry(uuid7());
      },
    });
  };
  if (detail.links.length === 0 && !mayLink) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="links">
      <Title order={2} size="h3" id="links">{t.links.title}</Title>
      {detail.links.length === 0 && <Text size="xs" c="dimmed">{t.links.none}</Text>}
      <ul className={classes.links}>
        {detail.links.map((link) => (
          <li key={link.id} data-testid={`link-${link.number}`}>
            {link.here ? <Link href={`/aduan/${link.id}`} className={classes.linkNumber}>{link.number}</Link> : <strong>{link.number}</strong>}
            {link.stateText && <Mark plain {...stateLook(link.state)}>{link.stateText}</Mark>}
            <span className={classes.linkSubject}>{link.here ? link.subject : t.links.elsewhere}</span>
            <span className={classes.soft}>{link.byText}</span>
            {mayLink && (
              <Button size="compact-sm" variant="default" leftSection={<IconLinkOff size={16} />} onClick={() => send(link.id, true)} aria-label={t.assist.unlinkOf(link.number)} data-testid="link-off">
                {t.assist.unlink}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayLink && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send(typed.trim(), false);
          }}
        >
          <Group gap={8} align="flex-start" mt={8}>
            <TextInput
              size="sm"
              aria-label={t.links.number}
              placeholder={t.links.number}
              value={typed}
              autoComplete="off"
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                linking.reset();
              }}
              error={linking.error && toFault(linking.error).message}
              data-testid="field-other"
              w={300}
            />
            <Button type="submit" size="sm" variant="default" leftSection={<IconLink size={17} />} loading={linking.isPending} disabled={typed.trim() === ''} data-testid="link-save">{t.assist.link}</Button>
          </Group>
        </form>
      )}
    </Paper>
  );
}
