import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReferenceView } from '../../api/types';
import { PickOne } from '../../components/PickOne';
import { PickSearch } from '../../components/PickSearch';
import { t } from '../../text/id';
import { bind, type Form } from './bind';
import classes from './Register.module.css';

interface Props {
  form: Form;
  reference: ReferenceView;
}

/** Who complains, and who stands at the counter for them. */
export function ReporterSection({ form, reference }: Props) {
  const [who, setWho] = useState(form.getValues().reporter);
  const follow = (part: Partial<typeof who>) => setWho((before) => ({ ...before, ...part }));
  form.watch('reporter.unidentified', ({ value }) => follow({ unidentified: value }));
  form.watch('reporter.byProxy', ({ value }) => follow({ byProxy: value }));
  form.watch('reporter.idType', ({ value }) => follow({ idType: value }));
  const nobody = who.unidentified;
  const text = (name: string) => ({ ...bind(form, `reporter.${name}`), disabled: nobody, autoComplete: 'off' });
  return (
    <>
      <div className={classes.switches}>
        <Checkbox key={form.key('reporter.unidentified')} label={t.form.unidentified} {...bind(form, 'reporter.unidentified', 'checkbox')} />
        <Checkbox key={form.key('anonymous')} label={t.form.anonymous} {...bind(form, 'anonymous', 'checkbox')} disabled={nobody} />
      </div>
      {nobody && <p className={classes.note}>{t.form.unidentifiedHint}</p>}
      <TextInput key={form.key('reporter.name')} className={classes.full} label={t.form.name} withAsterisk={!nobody} {...text('name')} />
      <PickOne key={form.key('reporter.idType')} label={t.form.idType} options={reference.idTypes} {...bind(form, 'reporter.idType')} disabled={nobody} />
      <TextInput key={form.key('reporter.idNumber')} label={t.form.idNumber} withAsterisk={!nobody && who.idType === 'ktp'} inputMode="numeric" {...text('idNumber')} disabled={nobody || who.idType === 'none'} />
      <PickOne key={form.key('reporter.sex')} label={t.form.sex} withAsterisk={!nobody} empty={t.common.choose} options={reference.sexes} {...bind(form, 'reporter.sex')} disabled={nobody} />
      <PickOne key={form.key('reporter.ageBand')} label={t.form.ageBand} empty={t.form.notStated} options={reference.ageBands} {...bind(form, 'reporter.ageBand')} disabled={nobody} />
      <TextInput key={form.key('reporter.address')} className={classes.full} label={t.form.address} withAsterisk={!nobody} {...text('address')} />
      <PickSearch key={form.key('reporter.village')} label={t.form.village} placeholder={t.form.unknown} options={reference.villages} {...bind(form, 'reporter.village')} disabled={nobody} />
      <TextInput key={form.key('reporter.occupation')} label={t.form.occupation} {...text('occupation')} />
      <TextInput key={form.key('reporter.phone')} label={t.form.phone} inputMode="tel" {...text('phone')} />
      <TextInput key={form.key('reporter.email')} label={t.form.email} inputMode="email" {...text('email')} />
      <PickOne key={form.key('reporter.disability')} label={t.form.disability} empty={t.form.notStated} options={reference.disabilities} {...bind(form, 'reporter.disability')} disabled={nobody} />
      <TextInput key={form.key('reporter.organisation')} label={t.form.organisation} {...text('organisation')} />
      <div className={classes.switches}>
        <Checkbox key={form.key('reporter.byProxy')} label={t.form.byProxy} {...bind(form, 'reporter.byProxy', 'checkbox')} disabled={nobody} />
      </div>
      {who.byProxy && !nobody && (
        <>
          <TextInput key={form.key('reporter.proxyName')} label={t.form.proxyName} withAsterisk {...text('proxyName')} />
          <TextInput key={form.key('reporter.proxyPhone')} label={t.form.proxyPhone} inputMode="tel" {...text('proxyPhone')} />
          <TextInput key={form.key('reporter.proxyLetter')} className={classes.full} label={t.form.proxyLetter} {...text('proxyLetter')} />
        </>
      )}
    </>
  );
}
