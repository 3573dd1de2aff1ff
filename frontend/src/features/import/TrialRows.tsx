import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ImportRowView, ImportTrialView } from '../../api/types';
import { t } from '../../text/id';
import classes from './Import.module.css';

type Tab = 'newRows' | 'hereRows' | 'badRows';

/** The first rows of each kind, as they would stand in the register. */
export function TrialRows({ trial }: { trial: ImportTrialView }) {
  const [tab, setTab] = useState<Tab>(trial.newRows.length === 0 && trial.badRows.length > 0 ? 'badRows' : 'newRows');
  const rows = trial[tab];
  return (
    <section className={classes.rows}>
      <SegmentedControl
        value={tab}
        onChange={(value) => setTab(value as Tab)}
        data={(['newRows', 'hereRows', 'badRows'] as const).map((value) => ({ value, label: t.importing.tabs[value] }))}
        transitionDuration={0}
        data-testid="trial-tabs"
      />
      {rows.length === 0 ? <p className={classes.soft}>{t.importing.noRows}</p> : (
        <table className={classes.table} data-testid="trial-rows">
          <caption className={classes.soft}>{t.importing.firstRows(rows.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{t.importing.place}</th><th scope="col">{t.importing.received}</th><th scope="col">{t.importing.who}</th><th scope="col">{t.importing.about}</th>
              {tab === 'newRows' && <><th scope="col">{t.importing.state}</th><th scope="col">{t.importing.due}</th></>}
              {tab === 'hereRows' && <th scope="col">{t.importing.known}</th>}
              {tab === 'badRows' && <th scope="col">{t.importing.why}</th>}
            </tr>
          </thead>
          <tbody>{rows.map((row) => <Row key={row.place} row={row} tab={tab} />)}</tbody>
        </table>
      )}
    </section>
  );
}

function Row({ row, tab }: { row: ImportRowView; tab: Tab }) {
  return (
    <tr data-testid="trial-row">
      <th scope="row" className={classes.nowrap}>{row.place}{row.oldNumber && <div className={classes.soft}>{row.oldNumber}</div>}</th>
      <td className={classes.nowrap}>{row.received || '-'}</td>
      <td>{row.reporter || '-'}</td>
      <td>
        {row.subject || '-'}
        {tab === 'newRows' && row.why.map((why) => <div key={why} className={classes.remark}>{why}</div>)}
      </td>
      {tab === 'newRows' && <><td>{row.stateText}</td><td className={classes.nowrap}>{row.due || '-'}</td></>}
      {tab === 'hereRows' && <td>{row.known}</td>}
      {tab === 'badRows' && <td>{row.why.map((why) => <div key={why}>{why}</div>)}</td>}
    </tr>
  );
}
