import { useState } from 'react';
import { Redirect } from 'wouter';
import { useReference } from '../../api/hooks';
import { PageWait } from '../../components/PageWait';
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
  const draftsKnown = drafts.isFetchedAfterMount || drafts.isError;
  const recentKnown = recent.isFetchedAfterMount || recent.isError;
  if (!reference.data || !draftsKnown || !recentKnown || !words.isFetched) {
    return <PageWait title={t.register.title} error={reference.data ? null : reference.error} retry={() => void reference.refetch()} />;
  }
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
