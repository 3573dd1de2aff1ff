// A tone and a sign for every state, urgency and way of a complaint. The words come from Go.
import {
  IconAlertOctagon, IconAlertTriangle, IconArchive, IconArrowsRightLeft, IconCalendar, IconCalendarDue, IconCheck, IconChecks,
  IconCircleCheck, IconCloudCheck, IconCloudDown, IconCloudUpload, IconDeviceDesktop, IconGavel, IconHourglass, IconInbox, IconMessageCheck, IconMinus,
  IconPlayerPause, IconProgress, IconRotate, IconSend, type Icon,
} from '@tabler/icons-react';
import type { Tone } from '../../components/Mark';

interface Look {
  tone: Tone;
  icon: Icon;
}

const states: Record<string, Look> = {
  received: { tone: 'calm', icon: IconInbox },
  awaiting_completion: { tone: 'warn', icon: IconHourglass },
  verified: { tone: 'info', icon: IconChecks },
  forwarded: { tone: 'info', icon: IconSend },
  in_progress: { tone: 'info', icon: IconProgress },
  answered: { tone: 'ok', icon: IconMessageCheck },
  closed: { tone: 'ok', icon: IconCircleCheck },
  reopened: { tone: 'warn', icon: IconRotate },
  not_authorized: { tone: 'calm', icon: IconArrowsRightLeft },
  archived: { tone: 'calm', icon: IconArchive },
  escalated: { tone: 'bad', icon: IconGavel },
};

const urgencies: Record<string, Look> = {
  none: { tone: 'calm', icon: IconMinus },
  ok: { tone: 'calm', icon: IconCalendar },
  soon: { tone: 'warn', icon: IconCalendarDue },
  today: { tone: 'warn', icon: IconAlertTriangle },
  overdue: { tone: 'bad', icon: IconAlertOctagon },
  paused: { tone: 'info', icon: IconPlayerPause },
  done: { tone: 'ok', icon: IconCheck },
};

export const stateLook = (state: string): Look => states[state] ?? { tone: 'calm', icon: IconInbox };
export const urgencyLook = (urgency: string): Look => urgencies[urgency] ?? { tone: 'calm', icon: IconCalendar };
const ways: Record<string, Look> = {
  received: { tone: 'ok', icon: IconCloudCheck },
  sent: { tone: 'info', icon: IconCloudUpload },
  attention: { tone: 'bad', icon: IconAlertTriangle },
};
export const wayLook = (sync: string): Look => ways[sync] ?? { tone: 'calm', icon: IconDeviceDesktop };

const whereabouts: Record<string, Look> = {
  received: { tone: 'ok', icon: IconCloudCheck },
  sending: { tone: 'info', icon: IconCloudUpload },
  fetching: { tone: 'info', icon: IconProgress },
  remote: { tone: 'calm', icon: IconCloudDown },
  attention: { tone: 'warn', icon: IconAlertTriangle },
};
export const fileLook = (state: string): Look => whereabouts[state] ?? { tone: 'calm', icon: IconDeviceDesktop };
