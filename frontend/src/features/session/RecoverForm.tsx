import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useSessionChanged } from '../../api/hooks';
import { enterMoves, focusFirst } from '../../components/enterMoves';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { t } from '../../text/id';
import { Gate } from './Gate';

/** A new password by the recovery code of the office. */
export function RecoverForm({ onBack }: { onBack: () => void }) {
  const sessionChanged = useSessionChanged();
  const [rest, setRest] = useState<string[]>([]);
  const root = useRef<HTMLFormElement>(null);
  const form = useForm({ initialValues: { recoveryCode: '', username: '', password: '', passwordAgain: '' } });
  const recover = useMutation({
    mutationFn: desk.recover,
    onSuccess: sessionChanged,
    onError: (error) => {
      const found = faultFields(toFault(error), (field) => field in form.values);
      form.setErrors(found.fields);
      setRest(found.rest);
      focusFirst(root.current, Object.keys(found.fields));
    },
  });
  return (
    <Gate title={t.recover.title} lead={t.recover.lead}>
      <form ref={root} noValidate onKeyDown={enterMoves} onSubmit={form.onSubmit((values) => { setRest([]); recover.mutate(values); })}>
        <Stack gap="sm">
          <FaultAlert error={rest} />
          <TextInput label={t.recover.code} autoComplete="off" autoFocus data-testid="field-recoveryCode" {...form.getInputProps('recoveryCode')} />
          <TextInput label={t.account.username} autoComplete="username" data-testid="field-username" {...form.getInputProps('username')} />
          <PasswordInput label={t.recover.newPassword} description={t.account.passwordHint} autoComplete="new-password" data-testid="field-password" {...form.getInputProps('password')} />
          <PasswordInput label={t.account.passwordAgain} autoComplete="new-password" data-testid="field-passwordAgain" {...form.getInputProps('passwordAgain')} />
          <Group mt="xs">
            <Button type="submit" data-enter-stop loading={recover.isPending} data-testid="recover">{t.recover.save}</Button>
            <Button variant="default" onClick={onBack}>{t.common.back}</Button>
          </Group>
        </Stack>
      </form>
    </Gate>
  );
}
