// The wizard for old registers as a clerk goes through it, and a register for it.
import { writeFileSync } from 'node:fs';
import { at, field } from './desk.mjs';
import { until } from './harness.mjs';

/** A register as some office might have kept it; all people are invented. more makes the words of each row longer. */
export function oldRegister(file, many, more = () => '') {
  const rows = ['BUKU REGISTER PENGADUAN;;;;;;', 'No;No. Register;Tanggal;Nama;Alamat;Uraian;Status;;'];
  for (let i = 1; i <= many; i++) {
    const day = `${(i % 28) + 1}/${String((i % 12) + 1).padStart(2, '0')}/2019`;
    rows.push(`${i};${String(i).padStart(4, '0')}/PGD/2019;${day};Warga Contoh ${i};Desa Uji RT ${i % 9};Keluhan nomor ${i}: lorong tergenang tiap hujan${more()};${['Selesai', 'Selesai', 'Arsip'][i % 3]};;`);
  }
  writeFileSync(file, `${rows.join('\r\n')}\r\n`);
}

export const stepIs = (page, name) => until(`step ${name}`, async () => (await at(page, 'import-page').getAttribute('data-step')) === name);

export async function toImport(page) {
  await page.evaluate(() => { window.location.hash = '/impor'; });
  await at(page, 'import-page').waitFor();
}

/** Opens a file by its path, with the keyboard alone. */
export async function openFile(page, file) {
  await toImport(page);
  await field(page, 'path').focus();
  await page.keyboard.type(`"${file}"`);
  await page.keyboard.press('Enter');
  await at(page, 'import-file').waitFor();
}

/** Goes on with Ctrl+Enter, which the step must allow. */
export async function next(page, name) {
  await until('the step may be left', async () => at(page, 'import-next').isEnabled());
  await page.keyboard.press('Control+Enter');
  await stepIs(page, name);
}

/** Begins the import with Ctrl+Enter, once the trial is through. */
export async function begin(page) {
  await until('the import may begin', async () => at(page, 'import-run').isEnabled(), 60_000);
  await page.keyboard.press('Control+Enter');
}
