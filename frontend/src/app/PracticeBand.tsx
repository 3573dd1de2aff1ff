import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconSchool } from '@tabler/icons-react';
import { useEffect, useLayoutEffect } from 'react';
import { desk } from '../api/desk';
import { keys } from '../api/keys';
import { t } from '../text/id';
import classes from './PracticeBand.module.css';

/** Above every screen of a practice register, the lock too. F10 ends it. */
export function PracticeBand() {
  const client = useQueryClient();
  const { mutate: end, isPending } = useMutation({ mutationFn: desk.endPractice, onSuccess: (view) => client.setQueryData(keys.start, view) });
  useLayoutEffect(() => {
    document.documentElement.dataset.practice = 'yes';
    return () => {
      delete document.documentElement.dataset.practice;
    };
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F10') return;
      event.preventDefault();
      end();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [end]);
  return (
    <aside className={classes.band} aria-label={t.practice.title} data-testid="practice-band">
      <span className={classes.words}>
        <IconSchool size={20} aria-hidden />
        <strong>{t.practice.band}</strong>
        <span className={classes.about}>{t.practice.about}</span>
      </span>
      <Button size="compact-sm" variant="default" loading={isPending} onClick={() => end()} aria-keyshortcuts="F10" data-testid="practice-end">{t.practice.end}</Button>
    </aside>
  );
}
