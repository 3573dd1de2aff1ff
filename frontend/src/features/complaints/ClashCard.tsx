import { Button } from '@mantine/core';
import { IconCheck, IconEyeOff } from '@tabler/icons-react';
import type { ClashView, SideView } from '../../api/types';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import type { Choice } from './Clashes';
import classes from './Clash.module.css';

interface Props {
  clash: ClashView;
  maySettle: boolean;
  onSettle: (clash: ClashView, take: Choice) => void;
}

/** Both values beside each other, with who and when, and what differs marked. */
export function ClashCard({ clash, current, maySettle, onSettle }: Props & { current: boolean }) {
  const key = (name: string) => (current ? ` (${name})` : '');
  return (
    <article className={classes.card} data-clash={clash.id} data-current={current || undefined} data-testid={`clash-${clash.field}`} aria-label={clash.label}>
      <h3 className={classes.label}>{clash.label}</h3>
      {clash.reason && <p className={classes.reason}>{clash.reason}</p>}
      {clash.masked && <p className={classes.reason}><Mark plain tone="calm" icon={IconEyeOff}>{t.clash.masked}</Mark></p>}
      <div className={classes.sides}>
        <div className={classes.side}>
          <Side side={clash.accepted} />
          {maySettle && <Button size="compact-md" variant="default" aria-keyshortcuts="1" onClick={() => onSettle(clash, 'accepted')} data-testid="take-accepted">{clash.keepText}{key('1')}</Button>}
        </div>
        <div className={classes.side}>
          <Side side={clash.proposed} />
          {maySettle && clash.takeText && (clash.unfit
            ? <p className={classes.reason}>{clash.unfit}</p>
            : <Button size="compact-md" variant="default" aria-keyshortcuts="2" onClick={() => onSettle(clash, 'proposed')} data-testid="take-proposed">{clash.takeText}{key('2')}</Button>)}
        </div>
      </div>
    </article>
  );
}

function Side({ side }: { side: SideView }) {
  return (
    <>
      <div className={classes.soft}>{side.title}</div>
      <p className={classes.value}>
        {side.parts.length === 0 && <i>{t.clash.empty}</i>}
        {side.parts.map((part, i) => (part.differs ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>))}
      </p>
      <div className={classes.soft}>{[side.by, side.atText].filter(Boolean).join(' · ')}</div>
    </>
  );
}

/** A choice that was made; it can be taken back. */
export function SettledClash({ clash, maySettle, keyName, onSettle }: Props & { keyName: boolean }) {
  const side = clash.settled === 'accepted' ? clash.accepted : clash.proposed;
  const text = side.parts.map((part) => part.text).join('') || t.clash.empty;
  return (
    <article className={classes.settled} data-clash={clash.id} data-testid={`settled-${clash.field}`} data-settled={clash.settled} aria-label={clash.label}>
      <div className={classes.outcome}>
        <Mark plain tone="ok" icon={IconCheck}>{clash.label}: {clash.settled === 'accepted' ? t.clash.kept : t.clash.replaced}</Mark>
        <div className={classes.one} title={text}>{text}</div>
        <div className={classes.soft}>{t.clash.by(clash.byText)}</div>
      </div>
      {maySettle && clash.mayUndo && (
        <Button size="compact-md" variant="default" aria-keyshortcuts={keyName ? 'U' : undefined} onClick={() => onSettle(clash, 'undone')} data-testid="clash-undo">
          {t.clash.undo}{keyName && ' (U)'}
        </Button>
      )}
    </article>
  );
}
