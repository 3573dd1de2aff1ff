import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { CopyButton } from '../../components/CopyButton';
import { t } from '../../text/id';
import { Gate } from './Gate';
import classes from './RecoveryCode.module.css';

interface Props {
  code: string;
  onGone: () => void;
}

/** Shown once: the only key when every password is forgotten. */
export function RecoveryCode({ code, onGone }: Props) {
  const [kept, setKept] = useState(false);
  const groups = grouped(code);
  return (
    <Gate wide title={t.recovery.title} lead={t.recovery.lead}>
      <Stack gap="md">
        <div className={classes.code} data-testid="recovery-code" aria-label={t.recovery.aloud(groups.join(', '))}>
          {groups.map((group, i) => <span key={i}>{group}</span>)}
        </div>
        <Text>{t.recovery.text}</Text>
        <Group className="no-print">
          <CopyButton text={code} label={t.common.copy} />
          <Button variant="default" leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>{t.common.print}</Button>
        </Group>
        <Checkbox
          className="no-print"
          label={t.recovery.kept}
          checked={kept}
          onChange={(event) => setKept(event.currentTarget.checked)}
          data-testid="recovery-kept"
        />
        <Group className="no-print">
          <Button size="md" disabled={!kept} onClick={onGone} data-testid="recovery-continue">{t.recovery.go}</Button>
        </Group>
      </Stack>
    </Gate>
  );
}

function grouped(code: string): string[] {
  const parts = code.split(/[\s-]+/).filter(Boolean);
  return parts.length > 1 ? parts : (code.match(/.{1,4}/g) ?? []);
}
