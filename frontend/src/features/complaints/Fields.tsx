import { TextInput, type TextInputProps } from '@mantine/core';
import { PickOne } from '../../components/PickOne';
import { PickSearch } from '../../components/PickSearch';
import { inFours, phone } from '../../format/number';
import { t } from '../../text/id';
import { useAssist, useFilled } from './assist';
import classes from './Assist.module.css';
import { bind, type Form } from './bind';

// Fields that show, while they are empty, what will be saved in them: it follows
// from other fields, or is taken over from an earlier complaint.

type Own<P> = Omit<P, 'form' | 'name'> & { form: Form; name: string };

export function FilledText({ form, name, placeholder, ...rest }: Own<TextInputProps>) {
  const filled = useFilled(name);
  return <TextInput autoComplete="off" placeholder={filled || placeholder} data-filled={filled || undefined} {...bind(form, name)} {...rest} />;
}

export function FilledOne({ form, name, empty, ...rest }: Own<React.ComponentProps<typeof PickOne>>) {
  const filled = useFilled(name);
  return <PickOne empty={filled || empty} data-filled={filled || undefined} {...bind(form, name)} {...rest} />;
}

export function FilledSearch({ form, name, placeholder, ...rest }: Own<React.ComponentProps<typeof PickSearch>>) {
  const filled = useFilled(name);
  return <PickSearch placeholder={filled || placeholder} data-filled={filled || undefined} {...bind(form, name)} {...rest} />;
}

/** A label with a word beside it, which takes no line of its own. */
function Noted({ label, note, warn }: { label: string; note: string; warn?: boolean }) {
  return (
    <>
      {label}
      {note && <span className={classes.note} data-warn={warn || undefined} title={note}>{note}</span>}
    </>
  );
}

/** The number of the card: as typed until the field is left, then in groups. */
export function NIKField({ form, ktp, disabled }: { form: Form; ktp: boolean; disabled: boolean }) {
  const name = 'reporter.idNumber';
  const text = useAssist((view) => view.nikText);
  const doubt = useAssist((view) => view.nikDoubt);
  const props = bind(form, name);
  return (
    <FilledText
      form={form}
      name={name}
      label={<Noted label={ktp ? t.form.nik : t.form.idNumber} note={ktp ? doubt || text : ''} warn={doubt !== ''} />}
      classNames={{ label: classes.label }}
      labelProps={{ 'data-testid': 'nik-note' }}
      withAsterisk={ktp && !disabled}
      inputMode="numeric"
      disabled={disabled}
      onBlur={(event) => {
        props.onBlur?.(event);
        const typed = event.currentTarget.value;
        if (ktp && inFours(typed) !== typed) form.setFieldValue(name, inFours(typed));
      }}
    />
  );
}

/** A telephone number: as typed until the field is left, then as it is kept. */
export function PhoneField({ form, name, ...rest }: Own<TextInputProps>) {
  const props = bind(form, name);
  return (
    <FilledText
      form={form}
      name={name}
      inputMode="tel"
      onBlur={(event) => {
        props.onBlur?.(event);
        const typed = event.currentTarget.value;
        if (phone(typed) !== typed) form.setFieldValue(name, phone(typed));
      }}
      {...rest}
    />
  );
}
