import { useMantineColorScheme } from '@mantine/core';
import { useLayoutEffect } from 'react';
import { useStart } from '../api/hooks';

/** Puts on what the account, or the last one on this PC, has chosen; without a choice the system decides. */
export function useLook(): void {
  const look = useStart().data?.look;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const scheme = look?.scheme === 'light' || look?.scheme === 'dark' ? look.scheme : 'auto';

  useLayoutEffect(() => {
    if (look && colorScheme !== scheme) setColorScheme(scheme);
  }, [look, colorScheme, scheme, setColorScheme]);
  useLayoutEffect(() => {
    if (look) document.documentElement.dataset.size = look.size;
  }, [look]);
}
