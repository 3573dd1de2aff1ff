// Due dates as the command line counts them: another way in than the screens.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { out, root } from './harness.mjs';

/** The due date by the decrees alone; the screens must say the same. */
export function dueByCommand(received, workingDays) {
  const file = path.join(out, 'case.csv');
  writeFileSync(file, `received_at,class,work_week\n${received}T09:00,${workingDays},5\n`);
  const [head, row] = execFileSync(path.join(root, 'build/bin/loket-pusat'), ['deadline', '--cases', file], { encoding: 'utf8' }).trim().split('\n');
  return row.split(',')[head.split(',').indexOf('due_date')];
}

/** The working day after a due date: the due date of a complaint received one working day later. */
export function dayAfterDue(received, workingDays) {
  const due = dueByCommand(received, workingDays);
  for (let shift = 1; ; shift++) {
    const later = new Date(Date.parse(received) + shift * 86_400_000).toISOString().slice(0, 10);
    const next = dueByCommand(later, workingDays);
    if (next !== due) return next;
  }
}
