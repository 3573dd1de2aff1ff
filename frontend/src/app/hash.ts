// The address behind the `#`, as a location hook for wouter. A window of the
// program has no server behind its addresses, and the filters of the list are
// part of it.
import { useSyncExternalStore } from 'react';

interface Options {
  replace?: boolean;
}

const read = () => window.location.hash.slice(1) || '/';
const depth = () => (window.history.state as { depth?: number } | null)?.depth ?? 0;

function subscribe(tell: () => void): () => void {
  window.addEventListener('hashchange', tell);
  window.addEventListener('popstate', tell);
  return () => {
    window.removeEventListener('hashchange', tell);
    window.removeEventListener('popstate', tell);
  };
}

export function currentPath(): string {
  return read().split('?')[0] || '/';
}

/** "?..." changes only the part after the path. */
export function navigate(to: string, { replace }: Options = {}): void {
  const target = to.startsWith('?') ? currentPath() + (to === '?' ? '' : to) : to;
  if (replace) window.history.replaceState({ depth: depth() }, '', `#${target}`);
  else window.history.pushState({ depth: depth() + 1 }, '', `#${target}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** To where the clerk came from; to the list when there is nothing before. */
export function goBack(): void {
  if (depth() > 0) window.history.back();
  else if (currentPath() !== '/') navigate('/', { replace: true });
}

export function useHash(): [string, typeof navigate] {
  const at = useSyncExternalStore(subscribe, read);
  return [at.split('?')[0] || '/', navigate];
}
useHash.hrefs = (href: string) => `#${href}`;

export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, read).split('?')[1] ?? '';
}
