import { Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ReferenceView } from '../../api/types';
import { PickOne } from '../../components/PickOne';
import { YesNo } from '../../components/YesNo';
import { t } from '../../text/id';
import { bind, type Form } from './bind';
import { ExtraClass } from './ExtraClass';

interface Props {
  form: Form;
  reference: ReferenceView;
}

/** The answers that decide the class and with it the due date. */
export function HandlingSection({ form, reference }: Props) {
  const [kind, setKind] = useState(form.getValues().kind);
  form.watch('kind', ({ value }) => setKind(value));
  // Reports about misuse of office are confidential unless the clerk says otherwise.
  form.watch('supervisory', ({ value }) => {
    if (value && !form.getValues().confidential) form.setFieldValue('confidential', true);
  });
  return (
    <Stack gap={8}>
      <PickOne key={form.key('kind')} label={t.form.kind} options={reference.kinds} {...bind(form, 'kind')} />
      {kind !== 'informasi' && (
        <>
          <YesNo key={form.key('supervisory')} label={t.form.supervisory} hint={t.form.supervisoryHint} {...bind(form, 'supervisory')} />
          <YesNo key={form.key('fieldInspection')} label={t.form.fieldInspection} {...bind(form, 'fieldInspection')} />
        </>
      )}
      {kind === 'pengaduan' && (
        <Checkbox key={form.key('normative')} label={t.form.normative} {...bind(form, 'normative', 'checkbox')} />
      )}
      <ExtraClass key={form.key('extraClass')} reference={reference} {...bind(form, 'extraClass')} />
      <Checkbox key={form.key('confidential')} label={t.form.confidential} {...bind(form, 'confidential', 'checkbox')} />
    </Stack>
  );
}
