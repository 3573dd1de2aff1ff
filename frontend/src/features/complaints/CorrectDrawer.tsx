import { Button, Drawer, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLayoutEffect, useRef, useState } from 'react';
import { toFault } from '../../api/call';
import type { ComplaintForm, DetailView, ReferenceView } from '../../api/types';
import { focusFirst } from '../../components/enterMoves';
import { KeyedForm } from '../../components/KeyedForm';
import { FaultAlert } from '../../components/FaultAlert';
import { faultFields } from '../../components/faultFields';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import { newAct } from './actFields';
import { forget, placeOf, retyped } from './begun';
import { ContentSection } from './ContentSection';
import { cleaned } from './emptyForm';
import { useAct } from './queries';
import { useActDraft } from './useActDraft';
import classes from './Register.module.css';
import { ReporterSection } from './ReporterSection';

interface Props {
  detail: DetailView; // unmasked where the account may see it
  reference: ReferenceView;
  account: string;
  onClose: () => void; // what was typed waits for the next time
  onDone: () => void;
}

/** Corrects what was recorded; the first words stay in the history. */
export function CorrectDrawer(props: Props) {
  const { detail, onClose } = props;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(1080px, 100%)"
      title={t.correct.title(detail.row.number)}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t.common.close }}
      closeOnClickOutside={false}
    >
      <CorrectForm {...props} />
    </Drawer>
  );
}

function CorrectForm({ detail, reference, account, onClose, onDone }: Props) {
  const place = placeOf(account, detail.id, 'correct');
  const [fresh] = useState(() => newAct(detail, 'correct'));
  const [act] = useState(() => retyped(fresh, place));
  const { typed, stop, resume } = useActDraft(place, fresh);
  const [rest, setRest] = useState<string[]>([]);
  const root = useRef<HTMLFormElement>(null);
  const sending = useRef(false);
  const form = useForm<ComplaintForm>({ mode: 'uncontrolled', initialValues: act.form, onValuesChange: (values) => typed({ ...act, form: values }) });
  // The panel gives the focus to what bears this, else to the button that closes it.
  useLayoutEffect(() => {
    root.current?.querySelector('[data-testid="field-subject"]')?.setAttribute('data-autofocus', 'true');
  }, []);
  const doing = useAct();

  const send = () => {
    if (sending.current) return;
    sending.current = true;
    setRest([]);
    form.clearErrors();
    const values = form.getValues();
    void stop().then(() => doing.mutateAsync({ ...act, form: detail.masked ? values : cleaned(values) })).then(() => {
      forget(place);
      tell(t.correct.done);
      onDone();
    }, (error) => {
      resume();
      const found = faultFields(toFault(error), (field) => root.current?.querySelector(`[data-testid="field-${CSS.escape(field)}"]`) != null);
      form.setErrors(found.fields);
      setRest(found.rest);
      focusFirst(root.current, Object.keys(found.fields));
    }).finally(() => {
      sending.current = false;
    });
  };

  return (
    <KeyedForm
      ref={root}
      onSend={send}
    >
      <Stack gap="sm">
        <Text c="dimmed">{t.correct.lead}</Text>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <fieldset className={classes.section}>
            <legend>{t.register.content}</legend>
            <ContentSection form={form} reference={reference} />
          </fieldset>
          <fieldset className={classes.section}>
            <legend>{t.register.reporter}</legend>
            {detail.masked && <p className={classes.note}>{t.correct.masked}</p>}
            <ReporterSection form={form} reference={reference} />
          </fieldset>
        </SimpleGrid>
        <FaultAlert error={rest} />
        <Group>
          <Button type="submit" data-enter-stop data-testid="act-submit" loading={doing.isPending} title="Ctrl+Enter">{t.correct.save}</Button>
          <Button variant="default" onClick={onClose}>{t.act.close}</Button>
        </Group>
      </Stack>
    </KeyedForm>
  );
}
