import type { QueryClient } from '@tanstack/react-query';
import { EventsOn } from '../../wailsjs/runtime/runtime';
import { keys } from './keys';
import { putStatus } from './status';
import type { ChangedView, ProgressView, ReminderView } from './types';

const gatherMs = 40;
// The day's work asks a dozen questions of the register, and stands in the
// navigation of every screen: while much comes in it follows a little later.
const workGatherMs = 300;

/** Refreshes what Go says has changed; a burst of events becomes one refresh. */
export function listenToChanges(client: QueryClient): () => void {
  let waiting = nothing();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let workTimer: ReturnType<typeof setTimeout> | undefined;

  const stale = (queryKey: readonly unknown[]) => void client.invalidateQueries({ queryKey });
  const staleWork = () => {
    workTimer ??= setTimeout(() => {
      workTimer = undefined;
      stale(keys.work);
    }, workGatherMs);
  };

  const flush = () => {
    timer = undefined;
    const changed = waiting;
    waiting = nothing();
    if (changed.all) {
      refreshAll(client);
      return;
    }
    if (changed.reference) {
      [keys.reference, keys.deadlines, keys.accounts, keys.kop, keys.templates, keys.lists, keys.details].forEach(stale);
    }
    if (changed.rules) {
      // Every date on the screen follows from these.
      [keys.reference, keys.calendars, keys.rules, keys.deadlines, keys.lists, keys.details].forEach(stale);
    }
    if (changed.complaints.length > 0) {
      stale(keys.lists);
      changed.complaints.forEach((id) => [keys.detail(id), keys.files(id)].forEach(stale));
    }
    if (changed.rules || changed.complaints.length > 0) {
      stale(keys.impacts);
      staleWork();
    }
    if (changed.files) [keys.sync, keys.filesOf].forEach(stale);
    if (changed.sync) {
      // A receipt from the regency changes the words on rows and timelines too.
      [keys.sync, keys.lists, keys.details, keys.filesOf, keys.calendars].forEach(stale);
    }
  };

  return EventsOn('changed', (event: Partial<ChangedView> | null) => {
    if (event?.hasStatus && event.status) {
      putStatus(client, event.status); // at once: "received" must not stand beside what was just saved
    }
    waiting = {
      all: waiting.all || !!event?.all,
      sync: waiting.sync || !!event?.sync,
      reference: waiting.reference || !!event?.reference,
      rules: waiting.rules || !!event?.rules,
      files: waiting.files || !!event?.files,
      complaints: [...waiting.complaints, ...(event?.complaints ?? [])],
    };
    timer ??= setTimeout(flush, gatherMs);
  });
}

/** Everything except the phase of the window and what was revealed on request. */
export function refreshAll(client: QueryClient): void {
  void client.invalidateQueries({
    predicate: (query) => query.queryKey[0] !== keys.start[0] && query.queryKey[0] !== 'revealed',
  });
}

export function onProgress(what: string, listener: (progress: ProgressView) => void): () => void {
  return EventsOn('progress', (event: ProgressView) => {
    if (event.what === what) listener(event);
  });
}

/** The one reminder of a day, at the hour that the office has set. */
export function onReminder(listener: (reminder: ReminderView) => void): () => void {
  return EventsOn('reminder', listener);
}

function nothing(): Omit<ChangedView, 'status' | 'hasStatus'> {
  return { all: false, sync: false, reference: false, rules: false, files: false, complaints: [] };
}
