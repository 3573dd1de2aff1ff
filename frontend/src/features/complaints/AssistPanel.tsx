import { Button } from '@mantine/core';
import { IconLink, IconLinkOff, IconUserCheck } from '@tabler/icons-react';
import type { Ref } from 'react';
import type { LinkForm } from '../../api/types';
import { Mark } from '../../components/Mark';
import { t } from '../../text/id';
import { useAssistView } from './assist';
import classes from './Assist.module.css';
import { stateLook } from './marks';

interface Props {
  ref: Ref<HTMLDivElement>;
  links: LinkForm[];
  onLink: (link: LinkForm) => void;
  onUnlink: (id: string) => void;
  onTake: (id: string) => void;
  onLeave: () => void;
}

/** What may be about the same, and who it may be; below the button, so that nothing above moves. */
export function AssistPanel({ ref, links, onLink, onUnlink, onTake, onLeave }: Props) {
  const { known, alike } = useAssistView();
  const chosen = links.filter((link) => !alike.some((one) => one.id === link.id));
  return (
    <div
      ref={ref}
      className={classes.panel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onLeave();
      }}
    >
      {(alike.length > 0 || chosen.length > 0) && (
        <section aria-labelledby="alike" data-testid="alike">
          <h2 id="alike" className={classes.title}>{t.assist.alikeTitle} <kbd>Alt+M</kbd></h2>
          <ul className={classes.list}>
            {alike.map((one) => {
              const linked = links.some((link) => link.id === one.id);
              return (
                <li key={one.id} data-testid={`alike-${one.number}`} data-linked={linked || undefined}>
                  <div className={classes.row}>
                    <strong className={classes.number}>{one.number}</strong>
                    <span className={classes.soft}>{one.received}</span>
                    <Mark plain {...stateLook(one.state)}>{one.stateText}</Mark>
                  </div>
                  <div className={classes.subject} title={one.subject}>{one.subject}</div>
                  <div className={classes.row}>
                    <span className={classes.why}>{one.why}</span>
                    <span className={classes.soft}>{one.reporter}</span>
                    <Button
                      size="compact-sm"
                      variant={linked ? 'light' : 'default'}
                      leftSection={linked ? <IconLinkOff size={16} /> : <IconLink size={16} />}
                      onClick={() => (linked ? onUnlink(one.id) : onLink({ id: one.id, number: one.number }))}
                      aria-label={linked ? t.assist.unlinkOf(one.number) : t.assist.linkOf(one.number)}
                      data-testid="alike-link"
                    >
                      {linked ? t.assist.unlink : t.assist.link}
                    </Button>
                  </div>
                </li>
              );
            })}
            {chosen.map((link) => (
              <li key={link.id} data-linked className={classes.row}>
                <strong className={classes.number}>{link.number}</strong>
                <Button size="compact-sm" variant="light" leftSection={<IconLinkOff size={16} />} onClick={() => onUnlink(link.id)} aria-label={t.assist.unlinkOf(link.number)}>{t.assist.unlink}</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {known.length > 0 && (
        <section aria-labelledby="known" data-testid="known">
          <h2 id="known" className={classes.title}>{t.assist.knownTitle} <kbd>Alt+I</kbd></h2>
          <ul className={classes.list}>
            {known.map((one) => (
              <li key={one.id}>
                <div className={classes.row}>
                  <strong>{one.name}</strong>
                  <span className={classes.soft}>{[one.village, one.nik && `NIK ${one.nik}`, one.phone && `HP ${one.phone}`].filter(Boolean).join(' · ')}</span>
                </div>
                <div className={classes.row}>
                  <span className={classes.why}>{one.why}</span>
                  <span className={classes.soft}>{t.assist.times(one.times)}</span>
                  <Button size="compact-sm" variant="default" leftSection={<IconUserCheck size={16} />} onClick={() => onTake(one.id)} aria-label={t.assist.takeOf(one.name)} data-testid="known-take-one">{t.assist.take}</Button>
                </div>
                <div className={classes.soft}>{one.last}</div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
