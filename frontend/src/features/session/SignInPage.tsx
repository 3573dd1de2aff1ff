import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useSessionChanged, useStart } from '../../api/hooks';
import { enterMoves, focusField } from '../../components/enterMoves';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { t } from '../../text/id';
import { Gate } from './Gate';
import { PracticeLink } from './PracticeLink';
import { RecoverForm } from './RecoverForm';

// Who unlocks the window is nearly always who locked it.
let lastUsername = '';

/** Signing in, and coming back to a locked window: the same form. */
export function SignInPage() {
  const start = useStart().data;
  const sessionChanged = useSessionChanged();
  const [recovering, setRecovering] = useState(false);
  const [rest, setRest] = useState<string[]>([]);
  const root = useRef<HTMLFormElement>(null);
  const locked = start?.phase === 'locked';
  const form = useForm({ initialValues: { username: locked ? start.session.username || lastUsername : '', password: '' } });
  const signIn = useMutation({
    mutationFn: desk.signIn,
    onSuccess: (_, input) => {
      lastUsername = input.username;
      return sessionChanged();
    },
    onError: (error) => {
      const found = faultFields(toFault(error), (field) => field in form.values);
      form.setFieldValue('password', '');
      form.setErrors(found.fields);
      setRest(found.rest);
      focusField(root.current, 'password');
    },
  });

  const filled = form.getInitialValues().username !== '';
  useEffect(() => {
    if (!recovering) focusField(root.current, filled ? 'password' : 'username');
  }, [recovering, filled]);

  if (recovering) return <RecoverForm onBack={() => setRecovering(false)} />;
  return (
    <Gate title={locked ? t.signIn.lockedTitle : t.signIn.title} lead={locked ? t.signIn.lockedLead(start.session.name) : undefined}>
      <form
        ref={root}
        noValidate
        onKeyDown={(event) => {
          // Enter in the last field signs in.
          if ((event.target as HTMLElement).dataset.testid !== 'field-password') enterMoves(event);
        }}
        onSubmit={form.onSubmit((values) => {
          if (signIn.isPending) return;
          setRest([]);
          signIn.mutate(values);
        })}
      >
        <Stack gap="sm">
          {start?.practiceNote && <Alert icon={<IconInfoCircle />} variant="light" p="sm" data-testid="practice-note">{start.practiceNote}</Alert>}
          <FaultAlert error={rest} />
          <TextInput label={t.account.username} autoComplete="username" data-testid="field-username" {...form.getInputProps('username')} />
          <PasswordInput label={t.account.password} autoComplete="current-password" data-testid="field-password" {...form.getInputProps('password')} />
          <Button type="submit" size="md" mt="xs" loading={signIn.isPending} data-testid="sign-in">{locked ? t.signIn.unlock : t.signIn.enter}</Button>
          <Anchor component="button" type="button" onClick={() => setRecovering(true)}>{t.signIn.forgot}</Anchor>
          <PracticeLink />
        </Stack>
      </form>
    </Gate>
  );
}
