import { useEffect, useRef } from 'react';
import type { ActView } from '../../api/types';
import { isTyping } from '../../components/isTyping';
import { t } from '../../text/id';

const pressesItself = 'a, button, summary, input, [role=button]';

/** Each act has a letter, Enter is the suggested one; only while no field has the focus. */
export function useActKeys(acts: ActView[], run: (act: string) => void): void {
  const latest = useRef({ acts, run });
  useEffect(() => {
    latest.current = { acts, run };
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event)) return;
      const enter = event.key === 'Enter';
      if (enter && event.target instanceof Element && event.target.closest(pressesItself)) return;
      const key = event.key.toUpperCase();
      const found = latest.current.acts.find((act) => (enter ? act.first : t.act.keys[act.act] === key));
      if (!found) return;
      event.preventDefault();
      latest.current.run(found.act);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
