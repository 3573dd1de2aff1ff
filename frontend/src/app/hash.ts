// The address behind the `#`, as a location hook for wouter. A window of the
// program has no server behind its addresses, and the filters of the list are
// part of it.
import { useSyncExternalStore } from 'react';

interface Options {
  replace?: boolean;
}

const shown = () => window.location.hash.slice(1) || '/';

// What counts is held here; the window's own address follows. WebKit lets it be
// written a hundred times in half a minute and throws after that: somebody who
// searches for a few names types as many letters.
let current = shown();
let written = current;
let due: ReturnType<typeof setTimeout> | undefined;
const laterMs = 600;
const listeners = new Set<() => void>();

const read = () => current;

function write(): void {
  clearTimeout(due);
  due = undefined;
  if (written === current) return;
  try {
    window.history.replaceState(null, '', `#${current}`);
    written = current;
  } catch {
    due = setTimeout(write, laterMs);
  }
}
// A reload starts from the window's address.
window.addEventListener('pagehide', write);
window.addEventListener('hashchange', () => {
  if (shown() === written) return; // our own
  clearTimeout(due);
  due = undefined;
  current = written = shown();
  if (trail.at(-1) !== current) note(current, false);
  listeners.forEach((tell) => tell());
});

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
  if (trail.length === 0) note(read(), false);
  listeners.add(tell);
  return () => { listeners.delete(tell); };
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
  const samePlace = target.split('?')[0] === currentPath();
  current = target;
  if (samePlace) due ??= setTimeout(write, laterMs);
  else write();
  listeners.forEach((tell) => tell());
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
