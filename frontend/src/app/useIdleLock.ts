import { useEffect } from 'react';

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
const lookMs = 5_000;

/** Locks when nobody touched keys or mouse for so many minutes; a PC that slept so long is locked when it wakes. */
export function useIdleLock(active: boolean, minutes: number, lock: () => void): void {
  useEffect(() => {
    if (!active || minutes <= 0) return;
    let last = Date.now();
    const touched = () => {
      last = Date.now();
    };
    const timer = setInterval(() => {
      if (Date.now() - last >= minutes * 60_000) lock();
    }, lookMs);
    signs.forEach((sign) => window.addEventListener(sign, touched, { capture: true, passive: true }));
    return () => {
      clearInterval(timer);
      signs.forEach((sign) => window.removeEventListener(sign, touched, { capture: true }));
    };
  }, [active, minutes, lock]);
}
