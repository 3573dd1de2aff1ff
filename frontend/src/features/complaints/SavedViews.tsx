import { ActionIcon, Button, Group, Popover, Text, UnstyledButton } from '@mantine/core';
import { IconBookmark, IconBookmarkPlus, IconChevronDown, IconPencil, IconTrash } from '@tabler/icons-react';
import { useCallback, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { uuid7 } from '../../api/uuid';
import { tell } from '../../components/tell';
import { views as words } from '../../text/search';
import classes from './SavedViews.module.css';
import { readyViews, type View } from './readyViews';
import { useAltKeys } from '../../components/useAltKeys';
import { useSavedViews } from './useSavedViews';
import { ViewName } from './ViewName';

// The panel gives the focus a moment after it appears; keys that were quicker count.
function keepFocus({ currentTarget, target }: FocusEvent<HTMLElement>): void {
  currentTarget.querySelector('[data-autofocus]')?.removeAttribute('data-autofocus');
  target.setAttribute('data-autofocus', '');
}

interface Props {
  at: string; // the list that is shown
  suggested: string; // what it could be called
  onShow: (at: string) => void;
}

/** Lists under a name: some ready, some of one's own. All of it by keyboard. */
export function SavedViews({ at, suggested, onShow }: Props) {
  const [open, setOpen] = useState(false);
  const [naming, setNaming] = useState(''); // id of the one that gets a name; "new" for this list
  const [removed, setRemoved] = useState<View[]>(); // all of them as they were before
  const panel = useRef<HTMLDivElement>(null);
  const appear = useCallback((node: HTMLDivElement | null) => {
    panel.current = node;
    node?.querySelector<HTMLElement>('[data-view]')?.focus({ preventScroll: true }); // for quick hands: at once
  }, []);
  const { own, set, error, reset } = useSavedViews();
  const target = useRef<HTMLButtonElement>(null);
  const begin = () => {
    target.current?.focus(); // and comes into sight: the panel of what is not seen is not drawn
    setOpen(true);
  };
  useAltKeys({ t: begin }, true);

  const all = [...readyViews, ...own];
  const here = all.find((view) => view.at === at);
  const close = () => { setOpen(false); setNaming(''); };
  const toggle = (opened: boolean) => (opened ? setOpen(true) : close());
  const name = (id: string) => { reset(); setNaming(id); };
  const show = (view: View) => {
    close();
    onShow(view.at);
  };
  const focusOn = (id: string) => requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>(`[data-view="${CSS.escape(id)}"]`)?.focus());

  const save = async (text: string) => {
    const id = naming === 'new' ? uuid7() : naming;
    const next = naming === 'new' ? [...own, { id, name: text, at }] : own.map((view) => (view.id === id ? { ...view, name: text } : view));
    await set(next);
    setNaming('');
    setRemoved(undefined);
    tell(words.saved(text));
    focusOn(id);
  };
  const remove = async (view: View) => {
    const index = own.findIndex((one) => one.id === view.id);
    const before = own;
    const rest = own.filter((one) => one.id !== view.id);
    await set(rest);
    setRemoved(before);
    focusOn((rest[index] ?? rest[index - 1] ?? readyViews.at(-1)!).id);
  };
  const undo = async () => {
    if (!removed) return;
    const back = removed.find((view) => !own.some((one) => one.id === view.id));
    await set(removed);
    setRemoved(undefined);
    if (back) focusOn(back.id);
  };

  const press = (event: KeyboardEvent) => {
    if (naming) return;
    const focused = (event.target as HTMLElement).closest<HTMLElement>('[data-view]')?.dataset.view;
    const mine = own.find((view) => view.id === focused);
    const places = Array.from(panel.current?.querySelectorAll<HTMLElement>('[data-view]') ?? []);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const nth = all[Number(event.key) - 1];
    if (step !== 0) places[Math.max(0, Math.min(places.length - 1, places.findIndex((place) => place.dataset.view === focused) + step))]?.focus();
    else if (event.key === 'Home') places[0]?.focus();
    else if (event.key === 'End') places.at(-1)?.focus();
    else if (event.key === 'Delete' && mine) void remove(mine);
    else if (event.key === 'F2' && mine) name(mine.id);
    else if (event.ctrlKey && event.key.toLowerCase() === 'z') void undo();
    else if (/^[1-9]$/.test(event.key) && nth) show(nth);
    else return;
    event.preventDefault();
  };

  const row = (view: View, index: number, mine: boolean) => (
    <div key={view.id} className={classes.row}>
      <UnstyledButton className={classes.view} data-view={view.id} data-testid={`view-${view.id}`} aria-current={view.at === at || undefined} onClick={() => show(view)}>
        <kbd className={classes.key}>{index < 9 ? index + 1 : ''}</kbd>
        <span className={classes.name}>{view.name}</span>
      </UnstyledButton>
      {mine && (
        <>
          <ActionIcon variant="subtle" color="gray" aria-label={words.rename(view.name)} title={words.rename(view.name)} onClick={() => name(view.id)}><IconPencil size={17} /></ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={words.remove(view.name)} title={words.remove(view.name)} onClick={() => void remove(view)}><IconTrash size={17} /></ActionIcon>
        </>
      )}
    </div>
  );
  const gone = removed?.find((view) => !own.some((one) => one.id === view.id));
  return (
    <Popover opened={open} onChange={toggle} trapFocus returnFocus position="bottom-start" shadow="md" width={360} transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button ref={target} variant={here ? 'light' : 'default'} leftSection={<IconBookmark size={17} />} rightSection={<IconChevronDown size={16} />} px={10} fw={500} maw={240}
          onClick={() => toggle(!open)} aria-keyshortcuts="Alt+T" title={`${words.title} (${words.key})`} data-testid="views">
          {here?.name ?? words.button}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.title}>
        <div ref={appear} className={classes.panel} onKeyDown={press} onFocus={keepFocus}>
          <Text size="xs" c="dimmed" fw={600} mb={4}>{words.ready}</Text>
          {readyViews.map((view, i) => row(view, i, false))}
          <Text size="xs" c="dimmed" fw={600} mt="sm" mb={4}>{words.own}</Text>
          {own.length === 0 && <Text size="sm" c="dimmed">{words.none}</Text>}
          {own.map((view, i) => (naming === view.id
            ? <ViewName key={view.id} value={view.name} error={error} onSave={save} onCancel={() => { setNaming(''); focusOn(view.id); }} />
            : row(view, readyViews.length + i, true)))}
          {gone && (
            <Group gap="xs" mt={4} role="status">
              <Text size="sm">{words.removed(gone.name)}</Text>
              <Button size="compact-sm" variant="light" onClick={() => void undo()} data-testid="view-undo">{words.undo}</Button>
            </Group>
          )}
          <div className={classes.foot}>
            {naming === 'new' ? (
              <ViewName value={suggested} error={error} onSave={save} onCancel={() => { setNaming(''); focusOn('save'); }} />
            ) : at === '' ? (
              <Text size="sm" c="dimmed">{words.nothingToSave}</Text>
            ) : (
              <Button variant="subtle" leftSection={<IconBookmarkPlus size={18} />} data-view="save" onClick={() => name('new')} data-testid="view-save">{words.save}</Button>
            )}
            <Text size="xs" c="dimmed" mt={4}>{words.hint}</Text>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
