import { Center, Loader } from '@mantine/core';
import { useState } from 'react';
import { Redirect } from 'wouter';
import { useReference } from '../../api/hooks';
import { FaultAlert } from '../../components/FaultAlert';
import { t } from '../../text/id';
import { completed, emptyForm } from './emptyForm';
import { useDrafts, useRecent, useTemplates } from './queries';
import { recordedAs } from './recordedAs';
import { RegisterForm } from './RegisterForm';

/** The form of one complaint; its draft and later the complaint bear the id in the address. */
export function RegisterPage({ id }: { id: string }) {
  const [done] = useState(() => recordedAs.get(id));
  const reference = useReference();
  const drafts = useDrafts();
  const recent = useRecent();
  const words = useTemplates(); // Alt+T in the first moment must find them
  if (done) return <Redirect to={`/aduan/${done}`} replace />;
  if (reference.isError && !reference.data) {
    return <Center p="xl"><FaultAlert error={reference.error} retry={() => void reference.refetch()} /></Center>;
  }
  const draftsKnown = drafts.isFetchedAfterMount || drafts.isError;
  const recentKnown = recent.isFetchedAfterMount || recent.isError;
  if (!reference.data || !draftsKnown || !recentKnown || words.isPending) return <Center p="xl"><Loader aria-label={t.common.loading} /></Center>;
  const all = drafts.data?.drafts ?? [];
  const own = all.find((draft) => draft.id === id);
  return (
    <RegisterForm
      id={id}
      reference={reference.data}
      recent={recent.data}
      initial={own ? completed(own.form, reference.data) : emptyForm(reference.data)}
      others={all.filter((draft) => draft.id !== id)}
    />
  );
}
