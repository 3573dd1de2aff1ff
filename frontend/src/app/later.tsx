import { lazy, useState, type ComponentType } from 'react';

/** A screen whose code comes when it is first wanted, or before when it was asked for. */
export interface Later<P> {
  (props: P): React.ReactNode;
  fetch: () => Promise<void>;
}

/**
 * Keeps the code of a screen out of the start. Once it has come the screen is
 * drawn at once: a lazy component alone would show its fallback for a moment even
 * then.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  let here: ComponentType<P> | undefined;
  const fetch = async () => {
    here ??= await load();
  };
  const Slow = lazy(async () => {
    await fetch();
    return { default: here! };
  });
  function Screen(props: P) {
    const [Which] = useState(() => here ?? (Slow as unknown as ComponentType<P>)); // for as long as it stands: another type would draw it anew
    return <Which {...props} />;
  }
  return Object.assign(Screen, { fetch });
}
