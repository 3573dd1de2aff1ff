import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { DraftView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { shortDate, wallClock } from '../../format/date';
import { t } from '../../text/id';
import classes from './DraftList.module.css';

/** Forms that were begun and not saved: offered, never in the way. */
export function DraftList({ drafts }: { drafts: DraftView[] }) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [asking, setAsking] = useState('');
  const drop = useMutation({
    mutationFn: desk.dropDraft,
    onSuccess: (view) => client.setQueryData(keys.drafts, view),
  });
  if (drafts.length === 0) return null;
  return (
    <section className={classes.box} aria-label={t.drafts.title(drafts.length)}>
      <strong>{t.drafts.title(drafts.length)}</strong>
      <ul className={classes.list}>
        {drafts.map((draft) => (
          <li key={draft.id} data-testid={`draft-${draft.id}`}>
            <span className={classes.title}>{draft.title || t.drafts.untitled}</span>
            <span className={classes.when}>{draft.author ? `${t.drafts.of(draft.author)}, ` : ''}{when(draft.savedAt)}</span>
            <Button size="compact-sm" variant="light" onClick={() => navigate(`/catat/${draft.id}`)} aria-label={t.drafts.resumeOf(draft.title || t.drafts.untitled)}>{t.drafts.resume}</Button>
            {asking === draft.id ? (
              <Button size="compact-sm" color="red.9" autoFocus onBlur={() => setAsking('')} onClick={() => drop.mutate(draft.id)}>{t.drafts.sure}</Button>
            ) : (
              <Button size="compact-sm" variant="default" onClick={() => setAsking(draft.id)} aria-label={t.drafts.dropOf(draft.title || t.drafts.untitled)}>{t.drafts.drop}</Button>
            )}
          </li>
        ))}
      </ul>
      <FaultAlert error={drop.error} />
    </section>
  );
}

// An instant, or the hour already in words.
function when(savedAt: string): string {
  if (!savedAt.includes('T')) return savedAt;
  const at = new Date(savedAt);
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${shortDate(`${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`)} ${wallClock(at)}`;
}
