import { Button, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { SetAsideRowView } from '../../api/types';
import { FaultAlert } from '../../components/FaultAlert';
import { t } from '../../text/id';
import { useSendAgain } from './queries';
import classes from './Sync.module.css';

/** What the regency keeps but could not take: why, what was written, corrected and sent again. */
export function SetAsideList({ rows }: { rows: SetAsideRowView[] }) {
  return rows.map((row) => <SetAside key={row.row} row={row} />);
}

function SetAside({ row }: { row: SetAsideRowView }) {
  const [text, setText] = useState(row.text);
  const sending = useSendAgain();
  const send = () => {
    // An unchanged text goes as it was, byte for byte.
    if (!sending.isPending) sending.mutate({ row: row.row, text: text.trim() === row.text.trim() ? '' : text });
  };
  return (
    <article className={classes.aside} id={`sisih-${row.row}`} data-testid="set-aside" aria-label={`${row.title} ${row.number}`}>
      <h3 className={classes.asideHead}>
        {row.title}
        {row.complaint && <> · <Link href={`/aduan/${row.complaint}`} className={classes.number}>{row.number}</Link></>}
      </h3>
      <div className={classes.soft}>{row.byText}, {row.atText}</div>
      <p className={classes.reason} data-testid="aside-reason">{row.reason}</p>
      {row.fields.length > 0 && (
        <dl className={classes.facts}>
          {row.fields.map((field) => <div key={field.name}><dt>{field.label}</dt><dd>{field.value}</dd></div>)}
        </dl>
      )}
      {row.hasText && (
        <Textarea label={t.sync.asideText} autosize minRows={2} maxRows={8} value={text} onChange={(event) => setText(event.currentTarget.value)} data-testid="aside-text"
          onKeyDown={(event) => {
            if (!event.ctrlKey || event.key !== 'Enter') return;
            event.preventDefault();
            send();
          }} />
      )}
      <FaultAlert error={sending.error} />
      <Button leftSection={<IconSend size={18} />} onClick={send} loading={sending.isPending} title="Ctrl+Enter" data-testid="send-again">{t.sync.sendAgain}</Button>
    </article>
  );
}
