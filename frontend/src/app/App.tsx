import { Center, Loader } from '@mantine/core';
import { Suspense, useEffect } from 'react';
import { useStart } from '../api/hooks';
import { FaultAlert } from '../components/FaultAlert';
import { SetUpPage } from '../features/session/SetUpPage';
import { SignInPage } from '../features/session/SignInPage';
import { t } from '../text/id';
import { Covered } from './Covered';
import { ErrorBoundary } from './ErrorBoundary';
import { PracticeBand } from './PracticeBand';
import { fetchScreens, Shell } from './screens';
import { useLook } from './useLook';
import { useOwner } from './useOwner';
import { useNoReload, useNoStrayFile } from './useWindowKeys';

const afterFirstPaintMs = 400; // nobody has typed a password by then

export function App() {
  useNoReload();
  useNoStrayFile();
  useLook();
  const start = useStart();
  const phase = start.data?.phase;
  const owner = useOwner(phase, start.data?.session.account ?? '');

  const locked = phase === 'locked';
  useEffect(() => {
    document.body.classList.toggle('locked', locked);
  }, [locked]);

  const started = !start.isPending;
  useEffect(() => {
    if (!started) return;
    const timer = setTimeout(() => void fetchScreens(), afterFirstPaintMs);
    return () => clearTimeout(timer);
  }, [started]);

  if (start.isPending) return <Center h="100%"><Loader aria-label={t.common.loading} /></Center>;
  if (start.isError && !start.data) {
    return <Center h="100%" p="md"><FaultAlert error={start.error} retry={() => void start.refetch()} /></Center>;
  }
  return (
    <ErrorBoundary>
      {start.data.practice && <PracticeBand />}
      {phase === 'setup' && <SetUpPage />}
      {(phase === 'signin' || locked) && <SignInPage />}
      {owner && (
        <Covered key={owner} covered={locked}>
          <Suspense fallback={<Center h="100%"><Loader aria-label={t.common.loading} /></Center>}>
            <Shell active={phase === 'ready'} />
          </Suspense>
        </Covered>
      )}
    </ErrorBoundary>
  );
}
