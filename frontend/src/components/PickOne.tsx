import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import type { Option } from '../api/types';

interface Props extends Omit<NativeSelectProps, 'data'> {
  options: Option[] | undefined;
  empty?: string; // words of the choice "nothing chosen"; without it there is none
}

/** A short list: the first letter chooses, as in every form of the system. */
export function PickOne({ options, empty, ...rest }: Props) {
  const data = (options ?? []).map(({ value, label }) => ({ value, label }));
  return <NativeSelect data={empty === undefined ? data : [{ value: '', label: empty }, ...data]} {...rest} />;
}
