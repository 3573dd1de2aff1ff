import { Alert, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconBrandWhatsapp, IconClipboardCheck, IconClipboardCopy, IconClipboardX, IconCopy, IconMessage2 } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { copyText, desk } from '../../api/desk';
import { keys } from '../../api/keys';
import type { DetailView, MessageView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { isTyping } from '../../components/isTyping';
import { tell } from '../../components/tell';
import { t } from '../../text/id';
import { newAct } from './actFields';
import classes from './Detail.module.css';
import { useAct } from './queries';
import { useAltKeys } from '../../components/useAltKeys';

interface Props {
  detail: DetailView;
  revealed: boolean; // the reporter is shown on the screen: then he is copied too
  track?: () => void; // opens the form for the tracking ID; without the right to it there is none
}

type Which = '' | 'lapor' | 'message';

/** What is told elsewhere: the fields for LAPOR!, and a message for the reporter. Nothing is sent from here. */
export function Share({ detail, revealed, track }: Props) {
  const [open, setOpen] = useState<Which>('');
  const row = useRef<HTMLDivElement>(null);
  const show = (which: Which) => {
    setOpen(which);
    if (which === '') requestAnimationFrame(() => row.current?.querySelector<HTMLElement>(`[data-which=${open}]`)?.focus());
  };
  useAltKeys({ s: () => show('lapor'), w: () => show('message') }, true);
  return (
    <section aria-label={t.share.title}>
      <Group ref={row} gap={8} className={classes.share}>
        <Button size="compact-sm" variant={open === 'lapor' ? 'light' : 'default'} leftSection={<IconClipboardCopy size={16} />} rightSection={<kbd>Alt+S</kbd>} aria-keyshortcuts="Alt+S" aria-expanded={open === 'lapor'} onClick={() => show(open === 'lapor' ? '' : 'lapor')} data-which="lapor" data-testid="share-lapor">
          {t.share.lapor}
        </Button>
        <Button size="compact-sm" variant={open === 'message' ? 'light' : 'default'} leftSection={<IconMessage2 size={16} />} rightSection={<kbd>Alt+W</kbd>} aria-keyshortcuts="Alt+W" aria-expanded={open === 'message'} onClick={() => show(open === 'message' ? '' : 'message')} data-which="message" data-testid="share-message">
          {t.share.message}
        </Button>
      </Group>
      {open === 'lapor' && <ForLapor detail={detail} revealed={revealed} track={track && (() => { setOpen(''); track(); })} onClose={() => show('')} />}
      {open === 'message' && <ForReporter detail={detail} onClose={() => show('')} />}
    </section>
  );
}

/** Asks Go for a text and puts it on the clipboard at once. */
function useCopied<V extends { text: string }>(ask: () => Promise<V>) {
  const [copied, setCopied] = useState<boolean | undefined>();
  const copy = (text: string) => copyText(text).then((done) => setCopied(done !== false), () => setCopied(false));
  const asking = useMutation({ mutationFn: ask, onSuccess: (view) => copy(view.text) });
  const { mutate } = asking;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate();
  }, [mutate]);
  return { view: asking.data, error: asking.error, copied, copy, again: () => mutate() };
}

function ForLapor({ detail, revealed, track, onClose }: Props & { onClose: () => void }) {
  const client = useQueryClient();
  const { view, error, copied, again } = useCopied(() => desk.laporText(detail.id, revealed).then((got) => {
    if (revealed) void client.invalidateQueries({ queryKey: keys.detail(detail.id) }); // the look is in the history
    return got;
  }));
  return (
    <Panel name={t.share.lapor} ready={copied !== undefined} testid="share-lapor-panel" onClose={onClose}>
      <FaultAlert error={error} />
      {view && (
        <>
          <Copied copied={copied} />
          <Text size="sm">{t.share.laporLead}{detail.mayReveal && !revealed && detail.row.confidential && !detail.row.anonymous ? ` ${t.share.laporMasked}` : ''}</Text>
          <Group gap={8}>
            {track && <Button size="compact-md" onClick={track} data-first-stop data-testid="share-track">{t.share.track}</Button>}
            <Button size="compact-md" variant="default" leftSection={<IconCopy size={16} />} onClick={again} data-first-stop data-testid="share-again">{t.share.again}</Button>
            <Button size="compact-md" variant="default" onClick={onClose}>{t.share.close}</Button>
          </Group>
          <pre className={classes.shared} tabIndex={0} aria-label={t.share.laporText} data-testid="share-lapor-text">{view.text}</pre>
        </>
      )}
    </Panel>
  );
}

function ForReporter({ detail, onClose }: { detail: DetailView; onClose: () => void }) {
  const { view, error, copied, copy } = useCopied(() => desk.message(detail.id));
  const client = useQueryClient();
  const [changed, setChanged] = useState<string>();
  const [sent] = useState(() => newAct(detail, 'note'));
  const noting = useAct();
  const opener = useRef<HTMLButtonElement>(null);
  const text = changed ?? view?.text ?? '';
  const opening = useMutation({
    mutationFn: async (): Promise<MessageView> => {
      await copy(text);
      return desk.openMessage({ id: detail.id, text });
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.detail(detail.id) }), // the look at the number is in the history
    // While it runs the button can hold no focus.
    onSettled: () => requestAnimationFrame(() => {
      if (document.activeElement === document.body) opener.current?.focus();
    }),
  });
  const note = () => {
    if (noting.isPending) return;
    noting.mutate({ ...sent, text: t.share.sentNote(text) }, {
      onSuccess: () => {
        tell(t.share.sentDone);
        onClose();
      },
    });
  };
  return (
    <Panel name={t.share.message} ready={copied !== undefined} testid="share-message-panel" onClose={onClose}>
      <FaultAlert error={error} />
      {view && (
        <>
          <Copied copied={copied} />
          <Textarea label={t.share.messageText} description={t.share.messageLead} autosize minRows={4} maxRows={14} value={text} onChange={(event) => setChanged(event.currentTarget.value)} data-testid="field-message" />
          <Group gap={8}>
            {view.mayOpen && <Button ref={opener} size="compact-md" leftSection={<IconBrandWhatsapp size={17} />} loading={opening.isPending} onClick={() => opening.mutate()} data-first-stop data-testid="share-open">{t.share.open}</Button>}
            <Button size="compact-md" variant="default" leftSection={<IconCopy size={16} />} onClick={() => void copy(text)} data-first-stop data-testid="share-again">{t.share.again}</Button>
            <Button size="compact-md" variant="default" loading={noting.isPending} onClick={note} data-testid="share-sent">{t.share.sent}</Button>
            <Button size="compact-md" variant="default" onClick={onClose}>{t.share.close}</Button>
          </Group>
          {view.why && <Text size="sm" c="dimmed">{view.why}</Text>}
          {opening.data && <Text size="sm" role="status" data-testid="share-opened">{opening.data.pasted ? t.share.opened : t.share.openedEmpty}</Text>}
          <FaultAlert error={opening.error ?? noting.error} />
        </>
      )}
    </Panel>
  );
}

function Copied({ copied }: { copied: boolean | undefined }) {
  if (copied === undefined) return null;
  return copied
    ? <Alert variant="light" color="green" p="xs" icon={<IconClipboardCheck size={18} />} role="status" data-testid="share-copied">{t.share.copied}</Alert>
    : <Alert variant="light" color="orange" p="xs" icon={<IconClipboardX size={18} />} role="status" data-testid="share-not-copied">{t.share.notCopied}</Alert>;
}

interface PanelProps {
  name: string;
  ready: boolean;
  testid: string;
  onClose: () => void;
  children: React.ReactNode;
}

/** A place below the acts, not over them; Esc closes it before it leaves the page. */
function Panel({ name, ready, testid, onClose, children }: PanelProps) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (ready) root.current?.querySelector<HTMLElement>('[data-first-stop]')?.focus();
  }, [ready]);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const esc = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      const elsewhere = event.target instanceof Element && !root.current?.contains(event.target) && isTyping(event);
      if (elsewhere) return;
      event.preventDefault();
      close.current();
    };
    window.addEventListener('keydown', esc);
    return () => window.removeEventListener('keydown', esc);
  }, []);
  return (
    <div ref={root} role="dialog" aria-label={name} className={classes.actForm} data-testid={testid}>
      <Stack gap="sm">
        <Title order={2} size="h3">{name}</Title>
        {children}
      </Stack>
    </div>
  );
}
