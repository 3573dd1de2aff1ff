import { Checkbox, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import type { ImportColumnView, ImportView } from '../../api/types';
import { enterMoves } from '../../components/enterMoves';
import { PickOne } from '../../components/PickOne';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './Import.module.css';
import type { UseWizard } from './wizard';

/** What every column is taken for; a clerk can say it better. */
export function ColumnStep({ wizard, view }: { wizard: UseWizard; view: ImportView }) {
  return (
    <div onKeyDown={enterMoves}>
      <Text data-testid="import-rows" data-count={view.rows}>
        <strong>{t.importing.rows(count(view.rows))}</strong>
        {view.lines.length > 0 && <span className={classes.soft}> {t.importing.skipped} {view.lines.map((line) => t.importing.skippedLine(count(line.count), line.text)).join(', ')}.</span>}
      </Text>
      {(view.hiddenRows > 0 || view.skipHidden) && (
        <Checkbox mt={8} label={t.importing.skipHidden} description={view.skipHidden ? undefined : t.importing.hidden(count(view.hiddenRows))} checked={view.skipHidden}
          onChange={({ currentTarget: { checked } }) => wizard.answer(() => ({ skipHidden: checked }))} data-testid="field-skipHidden" />
      )}
      <table className={classes.table}>
        <thead>
          <tr><th scope="col">{t.importing.column}</th><th scope="col">{t.importing.sample}</th><th scope="col">{t.importing.means}</th></tr>
        </thead>
        <tbody>
          {view.columns.map((column) => <Column key={column.key} column={column} wizard={wizard} view={view} />)}
        </tbody>
      </table>
    </div>
  );
}

function Column({ column, wizard, view }: { column: ImportColumnView; wizard: UseWizard; view: ImportView }) {
  return (
    <tr data-testid={`column-${column.key}`} data-field={column.field}>
      <th scope="row">
        {column.title}
        <div className={classes.soft}>
          {t.importing.filled(count(column.filled))}
          {column.hidden && <span className={classes.flag}><IconEyeOff size={15} aria-hidden /> {t.importing.hiddenColumn}</span>}
        </div>
      </th>
      <td className={classes.samples}>{column.samples.map((sample) => <div key={sample}>{sample}</div>)}</td>
      <td>
        <PickOne
          aria-label={t.importing.meansOf(column.title)}
          options={view.fields}
          value={wizard.answers.columns[column.key] ?? column.field}
          onChange={({ currentTarget: { value } }) => wizard.answer((now) => ({ columns: { ...now.columns, [column.key]: value } }))}
          data-testid={`field-column-${column.key}`}
        />
        <div className={classes.soft}>{t.importing.by[column.by] ?? ''}</div>
      </td>
    </tr>
  );
}
