import { Center, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStart } from '../api/hooks';
import { FaultAlert } from '../components/FaultAlert';
import { SetUpPage } from '../features/session/SetUpPage';
import { SignInPage } from '../features/session/SignInPage';
import { t } from '../text/id';
import { ErrorBoundary } from './ErrorBoundary';
import { Shell } from './Shell';
import { useNoReload } from './useWindowKeys';

export function App() {
  useNoReload();
  const start = useStart();
  const phase = start.data?.phase;
  const account = start.data?.session.account ?? '';
  // Whose work stands on the screen: it stays there, hidden, while locked.
  const [owner, setOwner] = useState('');

  if (phase === 'ready' && account && owner !== account) setOwner(account);
  if ((phase === 'signin' || phase === 'setup') && owner) setOwner('');

  const locked = phase === 'locked';
  useEffect(() => {
    document.body.classList.toggle('locked', locked);
  }, [locked]);

  if (start.isPending) return <Center h="100%"><Loader aria-label={t.common.loading} /></Center>;
  if (start.isError && !start.data) {
    return <Center h="100%" p="md"><FaultAlert error={start.error} retry={() => void start.refetch()} /></Center>;
  }
  return (
    <ErrorBoundary>
      {phase === 'setup' && <SetUpPage />}
      {(phase === 'signin' || locked) && <SignInPage />}
      {owner && (
        <div style={{ display: locked ? 'none' : 'contents' }} inert={locked}>
          <Shell key={owner} active={phase === 'ready'} />
        </div>
      )}
    </ErrorBoundary>
  );
}
