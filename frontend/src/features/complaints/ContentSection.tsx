import { Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { RecentView, ReferenceView } from '../../api/types';
import { DateField } from '../../components/DateField';
import { GapTextarea } from '../../components/GapTextarea';
import { PickOne } from '../../components/PickOne';
import { PickSearch } from '../../components/PickSearch';
import { clock, isMoment } from '../../format/date';
import { t } from '../../text/id';
import { bind, type Form } from './bind';
import { FilledText } from './Fields';
import words from './ReadyWords.module.css';
import classes from './Register.module.css';

interface Props {
  form: Form;
  reference: ReferenceView;
  recent?: RecentView;
  ready?: ReactNode; // ready words for the narrative
  files?: ReactNode;
  question?: ReactNode; // about the receipt date, stands below it
}

/** How the report came, and what it says. */
export function ContentSection({ form, reference, recent, ready, files, question }: Props) {
  const [receivedAt, setReceivedAt] = useState(form.getValues().receivedAt);
  form.watch('receivedAt', ({ value }) => setReceivedAt(value));
  const late = isMoment(receivedAt) && receivedAt.slice(0, 10) < reference.today;
  const text = (name: string) => ({ ...bind(form, name), autoComplete: 'off' });
  return (
    <>
      <PickOne key={form.key('channel')} label={t.form.channel} options={reference.channels} {...bind(form, 'channel')} />
      <DateField
        key={form.key('receivedAt')}
        label={t.form.receivedAt}
        placeholder={t.form.nowAs(clock(reference.now))}
        description={late ? t.form.typedLate : undefined}
        today={reference.today}
        now={reference.now}
        past
        {...bind(form, 'receivedAt')}
      />
      {question}
      <FilledText key={form.key('subject')} form={form} name="subject" className={classes.full} label={t.form.subject} withAsterisk />
      <div className={words.place}>
        {ready}
        <GapTextarea key={form.key('narrative')} label={t.form.narrative} withAsterisk autosize minRows={3} maxRows={12} {...bind(form, 'narrative')} />
      </div>
      <PickSearch key={form.key('category')} label={t.form.category} withAsterisk placeholder={t.form.typeToSearch} options={reference.categories} recent={recent?.categories} {...bind(form, 'category')} />
      <PickSearch key={form.key('village')} label={t.form.eventVillage} placeholder={t.form.unknown} options={reference.villages} recent={recent?.villages} {...bind(form, 'village')} />
      <TextInput key={form.key('eventPlace')} label={t.form.eventPlace} {...text('eventPlace')} />
      <DateField key={form.key('eventDate')} label={t.form.eventDate} placeholder={t.form.dateExample} today={reference.today} past {...bind(form, 'eventDate')} />
      <TextInput key={form.key('respondent')} label={t.form.respondent} {...text('respondent')} />
      <TextInput key={form.key('loss')} label={t.form.loss} {...text('loss')} />
      <Textarea key={form.key('request')} className={classes.full} label={t.form.request} autosize minRows={1} maxRows={6} {...bind(form, 'request')} />
      <TextInput key={form.key('evidence')} className={classes.full} label={t.form.evidence} placeholder={t.form.evidenceExample} {...text('evidence')} />
      {files}
    </>
  );
}
