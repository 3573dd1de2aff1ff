import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { IconBan, IconCircleCheck, IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import type { ExtraClassView } from '../../api/types';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import classes from './Rules.module.css';

interface Props {
  classes: ExtraClassView[];
  kept: number; // so many at the front are stored: they can be retired, not removed
  error: string | undefined;
  onChange: (classes: ExtraClassView[]) => void;
}

/** Classes of the office's own, each with its days. */
export function ExtraClasses({ classes: list, kept, error, onChange }: Props) {
  const root = useRef<HTMLElement>(null);
  const change = (index: number, part: Partial<ExtraClassView>) => onChange(list.map((one, i) => (i === index ? { ...one, ...part } : one)));
  const add = () => {
    onChange([...list, { code: '', name: '', days: 0, retired: false }]);
    setTimeout(() => root.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus());
  };
  return (
    <section ref={root} aria-labelledby="classes" className={classes.classes} data-testid="field-classes">
      <Title order={3} id="classes">{t.rules.classes}</Title>
      <Text c="dimmed" size="xs">{t.rules.classesHint}</Text>
      {list.length === 0 && <Text>{t.rules.noClasses}</Text>}
      <ul>
        {list.map((one, i) => (
          <li key={one.code || i} data-testid={`class-${i}`} data-retired={one.retired || undefined}>
            <TextInput label={t.rules.className} value={one.name} autoComplete="off" maxLength={40} onChange={(event) => change(i, { name: event.currentTarget.value })} data-testid={`field-class-name-${i}`} />
            <TextInput label={t.rules.classDays} value={one.days === 0 ? '' : String(one.days)} inputMode="numeric" autoComplete="off" onChange={(event) => change(i, { days: Number(event.currentTarget.value.replace(/\D/g, '').slice(0, 3)) })} data-testid={`field-class-days-${i}`} />
            {i >= kept ? (
              <Button variant="default" onClick={() => onChange(list.filter((_, at) => at !== i))}>{t.rules.remove}</Button>
            ) : (
              <Group gap="xs" pb={6}>
                {one.retired ? <Mark tone="calm" icon={IconBan}>{t.rules.retired}</Mark> : <Mark tone="ok" icon={IconCircleCheck}>{t.rules.offered}</Mark>}
                <Button size="compact-sm" variant="default" onClick={() => change(i, { retired: !one.retired })} aria-label={one.retired ? t.rules.offerOf(one.name) : t.rules.retireOf(one.name)} data-testid={`class-retire-${i}`}>
                  {one.retired ? t.rules.offer : t.rules.retire}
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ul>
      {error && <Text size="xs" c="var(--bad)" role="alert" mb={8}>{error}</Text>}
      <Button variant="default" size="compact-md" leftSection={<IconPlus size={17} />} onClick={add} data-testid="class-add">{t.rules.addClass}</Button>
    </section>
  );
}
