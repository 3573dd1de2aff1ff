import type { UseFormReturnType } from '@mantine/form';
import type { ComplaintForm } from '../../api/types';

export type Form = UseFormReturnType<ComplaintForm>;

/** Props of a field: its value, its fault and its name for tests. Pass form.key(name) beside them. */
export const bind = (form: Form, name: string, type: 'input' | 'checkbox' = 'input') => ({
  'data-testid': `field-${name}`,
  ...form.getInputProps(name, { type }),
});
