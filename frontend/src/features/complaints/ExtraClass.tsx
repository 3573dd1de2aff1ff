import type { NativeSelectProps } from '@mantine/core';
import type { ReferenceView } from '../../api/types';
import { PickOne } from '../../components/PickOne';
import { t } from '../../text/id';

type Props = { reference: ReferenceView } & Omit<NativeSelectProps, 'data'>;

/** A class of the office's own, which goes before the answers; most offices have none. */
export function ExtraClass({ reference, ...rest }: Props) {
  const given = rest.value ?? rest.defaultValue;
  const offered = reference.extraClasses;
  // One that was given and is not offered any more stays, until another is chosen.
  const kept = offered.some((one) => one.value === given) ? undefined : reference.classes.find((one) => given !== '' && one.value === given);
  if (offered.length === 0 && !kept) return null;
  return <PickOne label={t.form.extraClass} empty={t.form.noExtraClass} options={kept ? [...offered, kept] : offered} {...rest} />;
}
