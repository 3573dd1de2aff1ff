import { Center, Loader, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconLock } from '@tabler/icons-react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { RulesView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { t } from '../../text/id';
import classes from './Rules.module.css';
import { RulesForm } from './RulesForm';

/** What the clocks of this office run by, beside the law. */
export function Rules() {
  const rules = useQuery({ queryKey: keys.rules, queryFn: desk.rules });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="rules" data-testid="rules">
      <Title order={2} id="rules" mb="xs">{t.rules.title}</Title>
      <FaultAlert error={rules.error} retry={() => void rules.refetch()} />
      {rules.isPending && <Center><Loader aria-label={t.common.loading} /></Center>}
      {rules.data && (rules.data.mayChange ? <RulesForm rules={rules.data} /> : <ReadOnly rules={rules.data} />)}
    </Paper>
  );
}

function ReadOnly({ rules }: { rules: RulesView }) {
  const facts: [string, string][] = [
    [t.rules.week, t.rules.weeks[rules.week] ?? String(rules.week)],
    [t.rules.zone, t.rules.zones[rules.zone] ?? rules.zone],
    [t.rules.verifyDays, t.rules.days(rules.verifyDays, t.rules.workingDays)],
    [t.rules.followUpDays, t.rules.days(rules.followUpDays, t.rules.workingDays)],
    [t.rules.responseDays, t.rules.days(rules.responseDays, t.rules.workingDays)],
    [t.rules.completionDays, t.rules.days(rules.completionDays, t.rules.calendarDaysShort)],
    [t.rules.proposeClosing, rules.proposeClosing ? t.common.yes : t.common.no],
    [t.rules.notifyAt, rules.notifyAt || t.rules.noReminder],
    ...rules.classes.map(({ name, days, retired }): [string, string] => [
      `${t.rules.classes}: ${name}`, `${t.rules.days(days, t.rules.workingDays)}${retired ? `, ${t.rules.retired.toLowerCase()}` : ''}`,
    ]),
  ];
  return (
    <>
      <Text mb="xs" className={classes.locked} data-testid="rules-read-only"><IconLock size={18} aria-hidden /> {t.rules.readOnly}</Text>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
      </dl>
    </>
  );
}
