// The address behind the `#`, as a location hook for wouter. A window of the
// program has no server behind its addresses, and the filters of the list are
// part of it.
import { useSyncExternalStore } from 'react';

interface Options {
  replace?: boolean;
}

const read = () => window.location.hash.slice(1) || '/';

// Our own trail: the browser's goes back some time later, and a key pressed
// meanwhile would be undone by it.
const trail: string[] = [];
const longest = 200;

function note(address: string, replace: boolean): void {
  if (replace) trail.pop();
  trail.push(address);
  if (trail.length > longest) trail.shift();
}

function subscribe(tell: () => void): () => void {
  const changed = () => {
    if (trail.at(-1) !== read()) note(read(), false);
    tell();
  };
  if (trail.length === 0) note(read(), false);
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

export function currentPath(): string {
  return read().split('?')[0] || '/';
}

export const currentAddress = read;

/** Goes there as at the start of a day: nothing lies behind it. */
export function startAt(address: string): void {
  trail.length = 0;
  navigate(address);
}

/** "?..." changes only the part after the path. */
export function navigate(to: string, { replace }: Options = {}): void {
  const target = to.startsWith('?') ? currentPath() + (to === '?' ? '' : to) : to;
  note(target, replace ?? false);
  window.history.replaceState(null, '', `#${target}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

const isForm = (address: string) => address.startsWith('/catat');

/**
 * To where the clerk came from; the day's work is where it ends. Forms are passed
 * over: what was begun in them is offered as a draft.
 */
export function goBack(): void {
  if (currentPath() === '/') return;
  trail.pop();
  while (trail.length > 0 && isForm(trail.at(-1)!)) trail.pop();
  navigate(trail.pop() ?? '/');
}

export function useHash(): [string, typeof navigate] {
  const at = useSyncExternalStore(subscribe, read);
  return [at.split('?')[0] || '/', navigate];
}
useHash.hrefs = (href: string) => `#${href}`;

export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, read).split('?')[1] ?? '';
}
