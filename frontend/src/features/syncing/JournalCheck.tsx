import { Button, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconAlertTriangle, IconCircleCheck, IconShieldCheck } from '@tabler/icons-react';
import { desk } from '../../api/desk';
import { FaultAlert } from '../../components/FaultAlert';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './Sync.module.css';

/** Recomputes the chain of everything that was ever written here. */
export function JournalCheck() {
  const checking = useMutation({ mutationFn: desk.verifyJournal });
  const found = checking.data;
  return (
    <section className={classes.box} aria-labelledby="journal">
      <Title order={2} size="h3" id="journal">{t.sync.journal}</Title>
      <p className={classes.sentence}>{t.sync.journalLead}</p>
      <div aria-live="polite">
        {found && !checking.isPending && (
          <p className={classes.sentence} data-testid="journal-result" data-good={String(found.good)}>
            <Mark plain tone={found.good ? 'ok' : 'bad'} icon={found.good ? IconCircleCheck : IconAlertTriangle}>{found.text}</Mark>
            <span className={classes.soft}>{found.atText}</span>
          </p>
        )}
      </div>
      <FaultAlert error={checking.error} />
      <Button variant="default" leftSection={<IconShieldCheck size={18} />} loading={checking.isPending} onClick={() => checking.mutate()} data-testid="journal-check">{t.sync.journalCheck}</Button>
    </section>
  );
}
