import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { refreshAll } from '../api/changes';

/** Urgency and "today" move on although nobody wrote anything; a PC stays on over night. */
export function useHourly(): void {
  const client = useQueryClient();
  useEffect(() => {
    const hourNow = () => Math.floor(Date.now() / 3_600_000);
    let hour = hourNow();
    const timer = setInterval(() => {
      if (hourNow() === hour) return;
      hour = hourNow();
      refreshAll(client);
    }, 30_000);
    return () => clearInterval(timer);
  }, [client]);
}
