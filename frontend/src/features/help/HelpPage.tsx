import { Button, TextInput, Title } from '@mantine/core';
import { IconBulb, IconSearch } from '@tabler/icons-react';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { help } from '../../text/guide';
import { Article } from './Article';
import { find, wanted } from './find';
import classes from './Help.module.css';

interface Props {
  chapter: string; // where it opens
  onClose: () => void;
  onHintsBack?: () => Promise<unknown>; // for who is signed in
}

/**
 * The manual, over the screen that it was asked for from: that one stays as it
 * is, with every typed letter and the focus, and stands there again on Esc.
 */
export function HelpPage({ chapter, onClose, onHintsBack }: Props) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(chapter);
  const box = useRef<HTMLDialogElement>(null);
  const before = useRef<Element>(null); // who had the focus
  const search = useRef<HTMLInputElement>(null);
  const article = useRef<HTMLElement>(null);
  const mark = useMemo(() => wanted(typed), [typed]);
  const found = useMemo(() => find(typed), [typed]);
  const at = Math.max(0, found.findIndex((one) => one.id === chosen));
  const current = found[at];

  useLayoutEffect(() => {
    const dialog = box.current!;
    before.current = document.activeElement;
    dialog.showModal();
    search.current?.focus();
    return () => dialog.close();
  }, []);
  const closed = () => {
    // A closed dialog gives the focus back, but in Chromium without the caret: letters typed then would go nowhere.
    if (before.current instanceof HTMLElement && before.current === document.activeElement) {
      before.current.blur();
      before.current.focus({ preventScroll: true });
    }
    onClose();
  };

  const show = (id: string) => {
    setChosen(id);
    article.current?.scrollTo({ top: 0 });
  };
  const step = (by: number) => {
    const next = found[at + by];
    if (!next) return;
    show(next.id);
    const tab = document.getElementById(`help-${next.id}`);
    if (document.activeElement !== search.current) tab?.focus();
    tab?.scrollIntoView({ block: 'nearest' });
  };
  // From the search and the list alike; the article keeps its own arrows for reading.
  const onKeyDown = (event: KeyboardEvent) => {
    const page = (article.current?.clientHeight ?? 0) * 0.9;
    const keys: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => article.current?.scrollBy({ top: page }),
      PageUp: () => article.current?.scrollBy({ top: -page }),
      Enter: () => article.current?.focus(),
    };
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act();
  };

  return (
    <dialog
      ref={box}
      role="dialog"
      aria-modal="true"
      aria-labelledby="help-title"
      className={classes.box}
      data-testid="help"
      onClose={closed}
    >
      <header className={classes.head}>
        <Title order={1} id="help-title">{help.title}</Title>
        <Button variant="default" size="compact-md" onClick={() => box.current?.close()} data-testid="help-close">{help.close}</Button>
      </header>
      <div className={classes.columns}>
        <div className={classes.side}>
          <div onKeyDown={onKeyDown} className={classes.find}>
            <TextInput
              ref={search}
              aria-label={help.search}
              placeholder={help.searchExample}
              leftSection={<IconSearch size={18} aria-hidden />}
              autoComplete="off"
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                article.current?.scrollTo({ top: 0 });
              }}
              data-testid="help-search"
            />
            <p className={classes.soft} data-idle={typed.trim() === '' || undefined} aria-live="polite">{typed.trim() === '' ? help.keys : found.length === 0 ? help.nothing : help.found(found.length)}</p>
          </div>
          <div role="tablist" aria-orientation="vertical" aria-label={help.chapters} className={classes.list} onKeyDown={onKeyDown}>
            {found.map((one, i) => (
              <button
                key={one.id}
                type="button"
                role="tab"
                id={`help-${one.id}`}
                aria-selected={i === at}
                aria-controls="help-article"
                tabIndex={i === at ? 0 : -1}
                className={classes.chapter}
                onClick={() => show(one.id)}
              >
                {one.title}
              </button>
            ))}
          </div>
          {onHintsBack && <HintsBack onBack={onHintsBack} />}
        </div>
        {current && <Article ref={article} chapter={current} mark={mark} />}
      </div>
    </dialog>
  );
}

function HintsBack({ onBack }: { onBack: () => Promise<unknown> }) {
  const [back, setBack] = useState(false);
  return (
    <div className={classes.hints} aria-live="polite">
      {back ? (
        <p className={classes.soft}>{help.hintsAreBack}</p>
      ) : (
        <Button variant="subtle" size="compact-sm" leftSection={<IconBulb size={18} />} onClick={() => void onBack().then(() => setBack(true), () => undefined)} data-testid="hints-back">{help.hintsBack}</Button>
      )}
    </div>
  );
}
