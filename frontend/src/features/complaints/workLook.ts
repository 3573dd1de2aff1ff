// A tone, a sign and the needed permission for what the day asks. The words come from Go.
import {
  IconAlertOctagon, IconAlertTriangle, IconArrowsDiff, IconCalendarDue, IconCalendarRepeat, IconChecks, IconCircleCheck, IconClockExclamation,
  IconGavel, IconHourglass, IconInbox, IconMailForward, IconProgress, type Icon,
} from '@tabler/icons-react';
import type { Permission } from '../../api/hooks';
import type { Tone } from '../../components/Mark';

interface Look {
  tone: Tone;
  icon: Icon;
}

const groups: Record<string, Look> = {
  handed: { tone: 'info', icon: IconMailForward },
  overdue: { tone: 'bad', icon: IconAlertOctagon },
  today: { tone: 'warn', icon: IconAlertTriangle },
  soon: { tone: 'warn', icon: IconCalendarDue },
  ombudsman: { tone: 'bad', icon: IconGavel },
  clash: { tone: 'bad', icon: IconArrowsDiff },
  moved: { tone: 'info', icon: IconCalendarRepeat },
  verify: { tone: 'info', icon: IconChecks },
  follow_up: { tone: 'info', icon: IconProgress },
  complete: { tone: 'warn', icon: IconHourglass },
  respond: { tone: 'ok', icon: IconCircleCheck },
  soft: { tone: 'calm', icon: IconClockExclamation },
};

export const groupLook = (key: string): Look => groups[key] ?? { tone: 'calm', icon: IconInbox };

const needs: Record<string, Permission> = { verify: 'verify', archive: 'verify', follow_up: 'handle', close: 'handle' };

/** Whether an account with these permissions gets the form of this act. */
export const mayAct = (act: string, may: string[]): boolean => act !== '' && (needs[act] === undefined || may.includes(needs[act]));

// Groups that the list of complaints can show in full.
const filters: Record<string, string> = { overdue: '?batas=overdue', today: '?batas=today', soon: '?batas=soon', clash: '?beda=1' };

export const listOf = (key: string): string | undefined => filters[key] && `/aduan${filters[key]}`;
