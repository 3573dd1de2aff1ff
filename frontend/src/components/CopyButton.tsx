import { Button, type ButtonProps } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyText } from '../api/desk';
import { t } from '../text/id';

interface Props extends ButtonProps {
  text: string;
  label: string;
}

export function CopyButton({ text, label, ...rest }: Props) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 2500);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <Button
      variant="default"
      leftSection={done ? <IconCheck size={18} /> : <IconCopy size={18} />}
      onClick={() => void copyText(text).then(() => setDone(true), () => undefined)}
      aria-live="polite"
      {...rest}
    >
      {done ? t.common.copied : label}
    </Button>
  );
}
