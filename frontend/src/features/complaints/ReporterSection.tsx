import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RecentView, ReferenceView } from '../../api/types';
import { PickOne } from '../../components/PickOne';
import { t } from '../../text/id';
import { bind, type Form } from './bind';
import { FilledOne, FilledSearch, FilledText, NIKField, PhoneField } from './Fields';
import classes from './Register.module.css';

interface Props {
  form: Form;
  reference: ReferenceView;
  recent?: RecentView; // chosen last at this office, offered first
}

/** Who complains, and who stands at the counter for them. */
export function ReporterSection({ form, reference, recent }: Props) {
  const [who, setWho] = useState(form.getValues().reporter);
  const follow = (part: Partial<typeof who>) => setWho((before) => ({ ...before, ...part }));
  form.watch('reporter.unidentified', ({ value }) => follow({ unidentified: value }));
  form.watch('reporter.byProxy', ({ value }) => follow({ byProxy: value }));
  form.watch('reporter.idType', ({ value }) => follow({ idType: value }));
  const nobody = who.unidentified;
  const text = (name: string) => ({ ...bind(form, `reporter.${name}`), disabled: nobody, autoComplete: 'off' });
  const own = (name: string) => ({ form, name: `reporter.${name}`, disabled: nobody });
  return (
    <>
      <div className={classes.switches}>
        <Checkbox key={form.key('reporter.unidentified')} label={t.form.unidentified} {...bind(form, 'reporter.unidentified', 'checkbox')} />
        <Checkbox key={form.key('anonymous')} label={t.form.anonymous} {...bind(form, 'anonymous', 'checkbox')} disabled={nobody} />
      </div>
      {nobody && <p className={classes.note}>{t.form.unidentifiedHint}</p>}
      <FilledText key={form.key('reporter.name')} className={classes.full} label={t.form.name} withAsterisk={!nobody} {...own('name')} />
      <div className={classes.numbers}>
        <NIKField key={form.key('reporter.idNumber')} form={form} ktp={who.idType === 'ktp'} disabled={nobody || who.idType === 'none'} />
        <PhoneField key={form.key('reporter.phone')} label={t.form.phone} {...own('phone')} />
      </div>
      <FilledSearch key={form.key('reporter.village')} label={t.form.village} placeholder={t.form.unknown} options={reference.villages} recent={recent?.villages} {...own('village')} />
      <FilledOne key={form.key('reporter.sex')} label={t.form.sex} withAsterisk={!nobody} empty={t.common.choose} options={reference.sexes} {...own('sex')} />
      <FilledText key={form.key('reporter.address')} className={classes.full} label={t.form.address} withAsterisk={!nobody} {...own('address')} />
      <PickOne key={form.key('reporter.idType')} label={t.form.idType} options={reference.idTypes} {...bind(form, 'reporter.idType')} disabled={nobody} />
      <FilledOne key={form.key('reporter.ageBand')} label={t.form.ageBand} empty={t.form.notStated} options={reference.ageBands} {...own('ageBand')} />
      <FilledText key={form.key('reporter.occupation')} label={t.form.occupation} {...own('occupation')} />
      <FilledText key={form.key('reporter.email')} label={t.form.email} inputMode="email" {...own('email')} />
      <FilledOne key={form.key('reporter.disability')} label={t.form.disability} empty={t.form.notStated} options={reference.disabilities} {...own('disability')} />
      <FilledText key={form.key('reporter.organisation')} label={t.form.organisation} {...own('organisation')} />
      <div className={classes.switches}>
        <Checkbox key={form.key('reporter.byProxy')} label={t.form.byProxy} {...bind(form, 'reporter.byProxy', 'checkbox')} disabled={nobody} />
      </div>
      {who.byProxy && !nobody && (
        <>
          <TextInput key={form.key('reporter.proxyName')} label={t.form.proxyName} withAsterisk {...text('proxyName')} />
          <PhoneField key={form.key('reporter.proxyPhone')} label={t.form.proxyPhone} {...own('proxyPhone')} />
          <TextInput key={form.key('reporter.proxyLetter')} className={classes.full} label={t.form.proxyLetter} {...text('proxyLetter')} />
        </>
      )}
    </>
  );
}
