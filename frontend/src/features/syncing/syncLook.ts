// A tone, a sign and few words for where everything is. The sentences come from Go.
import { IconAlertTriangle, IconCircleCheck, IconCloudUpload, IconHelpCircle, IconPaperclip, type Icon } from '@tabler/icons-react';
import type { SyncView } from '../../api/types';
import type { Tone } from '../../components/Mark';
import { count } from '../../format/number';
import { t } from '../../text/id';

export function syncLook(sync: SyncView | undefined): { tone: Tone; icon: Icon; word: string } {
  if (!sync) return { tone: 'calm', icon: IconHelpCircle, word: t.sync.unknown };
  const unsent = sync.unsent > 0 ? t.sync.unsent(count(sync.unsent)) : '';
  if (sync.level === 'green') return { tone: 'ok', icon: IconCircleCheck, word: t.sync.allReceived };
  if (sync.level === 'attention') return { tone: 'bad', icon: IconAlertTriangle, word: sync.setAside > 0 ? t.sync.toDo(count(sync.setAside)) : unsent || t.sync.attention };
  if (!unsent && sync.files > 0) return { tone: 'warn', icon: IconPaperclip, word: t.sync.files(count(sync.files)) };
  return { tone: 'warn', icon: IconCloudUpload, word: unsent || t.sync.waiting };
}
