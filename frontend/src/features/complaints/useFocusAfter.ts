import { useCallback, useEffect, useRef } from 'react';
import type { DetailView } from '../../api/types';

const settleMs = 1500;

/** Where the focus goes when a form has closed: back to its button, or after an act to the next sensible one. */
export function useFocusAfter(detail: DetailView, open: string) {
  const wanted = useRef<{ act: string; until: number }>(undefined);
  useEffect(() => {
    if (!wanted.current || open !== '') return;
    const { act, until } = wanted.current;
    const at = (what: string) => document.querySelector<HTMLElement>(what);
    // What the act changed comes a little after it: the button that was next may go once more.
    const here = document.activeElement;
    const late = performance.now() > until || !(here === document.body || here?.matches('[data-testid^="act-"]'));
    if (late || act !== '') wanted.current = undefined;
    if (!late) (at(`[data-testid="act-${act}"]`) ?? at('[data-testid^="act-"][data-first]') ?? at('#subject'))?.focus({ preventScroll: act === '' });
  }, [detail, open]);
  // Coming here: the page is read from its heading, and Enter is the first act.
  useEffect(() => {
    if (document.activeElement === document.body || !document.activeElement) document.getElementById('subject')?.focus({ preventScroll: true });
  }, []);
  return useCallback((act: string) => {
    wanted.current = { act, until: performance.now() + settleMs };
  }, []);
}
