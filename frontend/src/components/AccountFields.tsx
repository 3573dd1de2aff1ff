import { PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Option } from '../api/types';
import { t } from '../text/id';
import { PickOne } from './PickOne';

export interface AccountValues {
  name: string;
  username: string;
  role: string;
  password: string;
  passwordAgain: string;
}

export const noAccount: AccountValues = { name: '', username: '', role: '', password: '', passwordAgain: '' };

interface Props {
  form: UseFormReturnType<AccountValues>;
  roles: Option[];
}

/** Name, user name, role and the password twice. */
export function AccountFields({ form, roles }: Props) {
  const field = (name: keyof AccountValues) => ({
    'data-testid': `field-${name}`,
    ...form.getInputProps(name),
  });
  return (
    <>
      <TextInput label={t.account.name} placeholder={t.account.nameExample} required autoComplete="off" {...field('name')} />
      <TextInput label={t.account.username} description={t.account.usernameHint} required autoComplete="off" {...field('username')} />
      <PickOne label={t.account.role} required options={roles} empty={t.common.choose} {...field('role')} />
      <PasswordInput label={t.account.password} description={t.account.passwordHint} required autoComplete="new-password" {...field('password')} />
      <PasswordInput label={t.account.passwordAgain} required autoComplete="new-password" {...field('passwordAgain')} />
    </>
  );
}

