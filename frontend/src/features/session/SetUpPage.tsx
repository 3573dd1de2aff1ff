import { Button, Group, SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useReference, useSessionChanged } from '../../api/hooks';
import type { SetUpInput } from '../../api/types';
import { AccountFields, noAccount } from '../../components/AccountFields';
import { enterMoves, focusFirst } from '../../components/enterMoves';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { t } from '../../text/id';
import { Gate } from './Gate';
import { PracticeLink } from './PracticeLink';
import { RecoveryCode } from './RecoveryCode';

const empty: SetUpInput = { ...noAccount, role: 'admin', enrolmentCode: '', officeCode: '', officeName: '', letter: 'A' };

/** The first run of this PC. */
export function SetUpPage() {
  const roles = useReference().data?.roles ?? [];
  const sessionChanged = useSessionChanged();
  const [way, setWay] = useState<'alone' | 'code'>('alone');
  const [rest, setRest] = useState<string[]>([]);
  const root = useRef<HTMLFormElement>(null);
  const form = useForm({ initialValues: empty });
  const setUp = useMutation({
    mutationFn: desk.setUp,
    onError: (error) => {
      const found = faultFields(toFault(error), (field) => field in form.values && root.current?.querySelector(`[data-testid="field-${field}"]`) !== null);
      form.setErrors(found.fields);
      setRest(found.rest);
      focusFirst(root.current, Object.keys(found.fields));
    },
  });

  if (setUp.data) return <RecoveryCode code={setUp.data.recoveryCode} onGone={() => void sessionChanged()} />;

  const field = (name: keyof SetUpInput) => ({ 'data-testid': `field-${name}`, ...form.getInputProps(name) });
  const send = (values: SetUpInput) => {
    if (setUp.isPending) return;
    setRest([]);
    const place = way === 'code' ? { officeCode: '', officeName: '', letter: '' } : { enrolmentCode: '' };
    setUp.mutate({ ...values, ...place });
  };
  return (
    <Gate wide title={t.setUp.title} lead={t.setUp.lead}>
      <form ref={root} noValidate onKeyDown={enterMoves} onSubmit={form.onSubmit(send)}>
        <Stack gap="md">
          <SegmentedControl
            aria-label={t.setUp.way}
            data-testid="setup-way"
            value={way}
            onChange={(next) => setWay(next as 'alone' | 'code')}
            data={[{ value: 'alone', label: t.setUp.alone }, { value: 'code', label: t.setUp.withCode }]}
            fullWidth
          />
          <FaultAlert error={rest} />
          {way === 'alone' ? (
            <Stack gap="xs">
              <Text c="dimmed" size="xs">{t.setUp.aloneHint}</Text>
              <TextInput label={t.setUp.officeName} placeholder={t.setUp.officeNameExample} required {...field('officeName')} />
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="xs">
                <TextInput label={t.setUp.officeCode} description={t.setUp.officeCodeHint} required {...field('officeCode')} />
                <TextInput label={t.setUp.letter} description={t.setUp.letterHint} required maxLength={1} {...field('letter')}
                  onChange={(event) => form.setFieldValue('letter', event.currentTarget.value.toUpperCase())} />
              </SimpleGrid>
            </Stack>
          ) : (
            <Textarea label={t.enrol.code} description={t.setUp.codeHint} required autosize minRows={2} maxRows={4} {...field('enrolmentCode')} />
          )}
          <fieldset style={{ border: 'none', padding: 0, margin: 0 }}>
            <legend><Text component="span" fw={650} size="md">{t.setUp.firstAccount}</Text></legend>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="xs" mt={4}>
              <AccountFields form={form} roles={roles} />
            </SimpleGrid>
          </fieldset>
          <Group>
            <Button type="submit" size="md" data-enter-stop loading={setUp.isPending} data-testid="set-up">{t.setUp.save}</Button>
            <PracticeLink />
            {setUp.isPending && way === 'code' && <Text c="dimmed">{t.setUp.asking}</Text>}
          </Group>
        </Stack>
      </form>
    </Gate>
  );
}
