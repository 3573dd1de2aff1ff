import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { ActView } from '../../api/types';
import { t } from '../../text/id';

// Acts beside the usual way of a complaint; smaller, under the others.
const beside = new Set(['note', 'hand_over', 'correct', 'classify', 'track', 'archive', 'not_authorized', 'escalate']);

/** Whether the act belongs to the usual way. */
export const isMain = (act: ActView) => act.first || !beside.has(act.act);

interface ActButtonProps {
  act: ActView;
  open: boolean;
  begun: boolean; // words wait in its form
  onClick: () => void;
}

/** An act with its key; the suggested one answers to Enter too. */
export function ActButton({ act, open, begun, onClick }: ActButtonProps) {
  const key = t.act.keys[act.act];
  return (
    <Button aria-keyshortcuts={act.first ? `${key} Enter` : key} title={act.first ? `Enter, ${key}` : key} leftSection={begun ? <IconPencil size={15} role="img" aria-label={t.act.begun} /> : undefined} rightSection={key && <>{act.first && <kbd>Enter</kbd>} <kbd>{key}</kbd></>} variant={act.first ? 'filled' : open ? 'light' : 'default'} size={isMain(act) ? 'sm' : 'compact-sm'} aria-expanded={open} onClick={onClick} px={isMain(act) ? 'sm' : 'xs'} data-testid={`act-${act.act}`} data-first={act.first || undefined}>
      {act.label}
    </Button>
  );
}
