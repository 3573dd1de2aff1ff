import { t } from '../../text/id';
import classes from './Settings.module.css';

const all: [id: string, title: string][] = [
  ['accounts', t.settings.accounts], ['look-setting', t.look.title], ['lock-setting', t.lock.title], ['practice-setting', t.practice.title],
  ['printing', t.paper.printing], ['kop', t.kop.title], ['scanner', t.files.scanner], ['words', t.words.title], ['rules', t.rules.title],
  ['old-register', t.importing.title], ['enrolment', t.settings.enrolment], ['about', t.about.title],
];

function go(id: string): void {
  const section = document.getElementById(id)?.closest('section');
  section?.scrollIntoView({ block: 'start' });
  section?.querySelector<HTMLElement>('input, select, textarea, button, a[href]')?.focus({ preventScroll: true });
}

/** Where each part of the long page is; beside it where there is room. */
export function Contents({ without }: { without: string[] }) {
  return (
    <nav className={classes.contents} aria-label={t.settings.contents}>
      <ul>
        {all.filter(([id]) => !without.includes(id)).map(([id, title]) => (
          <li key={id}><button type="button" onClick={() => go(id)}>{title}</button></li>
        ))}
      </ul>
    </nav>
  );
}
