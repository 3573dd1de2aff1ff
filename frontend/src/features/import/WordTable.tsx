import { Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ImportView } from '../../api/types';
import { PickOne } from '../../components/PickOne';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './Import.module.css';
import type { UseWizard } from './wizard';

const most = 40;

/** The words of the status column, and what rows mean that have none. */
export function WordTable({ wizard, view }: { wizard: UseWizard; view: ImportView }) {
  const { answers, answer } = wizard;
  // The unknown ones first, and as many of the others as a person would look at.
  // What was asked when the step was opened stays first: no row moves under the hand that answers it.
  const [asked] = useState(() => new Set(view.words.filter((word) => !word.state || answers.states[word.key]).map((word) => word.key)));
  const words = [...view.words.filter((word) => asked.has(word.key)), ...view.words.filter((word) => !asked.has(word.key))].slice(0, most);
  const others = view.questions.some((question) => question.kind === 'status' && question.column === '*') || view.others !== '';
  if (view.words.length === 0 && view.unsaid === 0) return null;
  const say = (key: string, state: string) => answer((now) => ({ states: { ...now.states, [key]: state } }));
  return (
    <section aria-labelledby="words">
      <Title order={3} id="words" mt="md">{t.importing.words}</Title>
      {words.length > 0 && <Text className={classes.soft}>{t.importing.wordsLead}</Text>}
      <table className={classes.table} data-testid="import-words">
        {words.length > 0 && <thead><tr><th scope="col">{t.importing.word}</th><th scope="col">{t.importing.meaning}</th></tr></thead>}
        <tbody>
          {words.map((word) => (
            <tr key={word.key} data-state={word.state}>
              <th scope="row">{word.text} <span className={classes.soft}>{t.importing.wordRows(count(word.count))}</span></th>
              <td><PickOne aria-label={t.importing.meaningOf(word.text)} options={view.states} empty={word.state ? undefined : t.importing.chooseMeaning} value={answers.states[word.key] ?? word.state}
                onChange={(event) => say(word.key, event.currentTarget.value)} data-testid={`field-word-${word.key}`} /></td>
            </tr>
          ))}
          {others && (
            <tr>
              <th scope="row">{t.importing.others}</th>
              <td><PickOne aria-label={t.importing.others} options={view.states} empty={t.importing.chooseMeaning} value={answers.states['*'] ?? view.others} onChange={(event) => say('*', event.currentTarget.value)} data-testid="field-word-*" /></td>
            </tr>
          )}
          {view.unsaid > 0 && (
            <tr>
              <th scope="row">{t.importing.rest} <span className={classes.soft}>{t.importing.wordRows(count(view.unsaid))}</span></th>
              <td><PickOne aria-label={t.importing.restAsk(count(view.unsaid))} options={view.states} empty={t.importing.chooseMeaning} value={answers.rest || view.rest}
                onChange={({ currentTarget: { value } }) => answer(() => ({ rest: value }))} data-testid="field-rest" /></td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
