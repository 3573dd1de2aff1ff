import { Checkbox } from '@mantine/core';
import type { ImportSheetView, ImportView } from '../../api/types';
import { PickOne } from '../../components/PickOne';
import { count } from '../../format/number';
import { t } from '../../text/id';
import classes from './Import.module.css';
import type { UseWizard } from './wizard';

/** Which sheets are read, and where the titles of each stand. */
export function SheetList({ wizard, view }: { wizard: UseWizard; view: ImportView }) {
  const choose = (sheet: ImportSheetView, chosen: boolean) => {
    const now = view.sheets.filter((one) => (one.index === sheet.index ? chosen : one.chosen)).map((one) => one.index);
    wizard.answer(() => ({ sheets: now.length > 0 ? now : [-1] }));
  };
  return (
    <fieldset className={classes.sheets}>
      <legend>{t.importing.sheets}</legend>
      {view.sheets.map((sheet) => (
        <div key={sheet.index} className={classes.sheet} data-testid={`sheet-${sheet.index}`}>
          <Checkbox
            label={sheet.name || view.name}
            description={`${t.importing.sheetLines(count(sheet.lines))}${sheet.hidden ? `, ${t.importing.sheetHidden}` : ''}`}
            checked={sheet.chosen}
            onChange={(event) => choose(sheet, event.currentTarget.checked)}
          />
          {sheet.chosen && (
            <PickOne
              label={t.importing.sheetTitles}
              value={sheet.titleLine > 0 ? String(sheet.titleLine) : ''}
              empty={sheet.titleLine > 0 ? undefined : t.importing.sheetNoTitles}
              options={titleLines(sheet)}
              onChange={({ currentTarget: { value } }) => wizard.answer((now) => ({ titleLines: { ...now.titleLines, [sheet.index]: value } }))}
              data-testid={`field-titles-${sheet.index}`}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}

function titleLines(sheet: ImportSheetView) {
  const lines = sheet.top.map((line) => {
    const [number = '', text = ''] = line.split('\t');
    return { value: number, label: t.importing.sheetLine(number, text), group: '' };
  });
  const guessed = String(sheet.titleLine);
  if (sheet.titleLine > 0 && !lines.some((line) => line.value === guessed)) lines.push({ value: guessed, label: t.importing.sheetLine(guessed, sheet.titleText), group: '' });
  return lines;
}
