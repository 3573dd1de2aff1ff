import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { Router } from 'wouter';
import { onSignedOut } from '../api/call';
import { listenToChanges } from '../api/changes';
import { keys } from '../api/keys';
import { useHash, useHashSearch } from './hash';
import { theme } from './theme';

function newClient(): QueryClient {
  // Go is on this same PC: the state of the network says nothing about it.
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: Infinity },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newClient);
  useEffect(() => listenToChanges(client), [client]);
  useEffect(() => onSignedOut(() => void client.invalidateQueries({ queryKey: keys.start })), [client]);
  return (
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <DatesProvider settings={{ locale: 'id', firstDayOfWeek: 1, weekendDays: [0, 6], consistentWeeks: true }}>
          <Router hook={useHash} searchHook={useHashSearch}>{children}</Router>
        </DatesProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
