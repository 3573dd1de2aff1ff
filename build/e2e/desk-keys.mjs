// The desk by keyboard alone (but for what a mouse drops), against the real bindings: a walk-in in few keys,
// who complained before, what is recorded already.
import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accessible } from './axe.mjs';
import { at, field, focused, openForm, setUpAlone } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, step, until, yes } from './harness.mjs';

const siti = { name: 'Siti Rahmah', username: 'siti', role: 'admin', password: 'kata-sandi-siti' };
const walkIn = {
  name: 'Aminah binti Ali', nik: '6303055212900001', phone: '0812 3456 7890', village: 'Bincau', category: 'Infra',
  story: 'Papan jembatan gantung RT 3 lepas sejak banjir. Kemarin anak sekolah terperosok. Mohon segera diperbaiki.',
};
const keysMost = 12;

/** A keyboard that counts: every key of a chord, but not the letters of a text. */
class Hands {
  keys = 0;
  constructor(page) {
    this.page = page;
  }
  async press(...chords) {
    for (const chord of chords) {
      this.keys += chord.split('+').length;
      await this.page.keyboard.press(chord);
    }
  }
  type(text) {
    return this.page.keyboard.type(text);
  }
}

const focusOn = (page, name) => until(`focus on ${name}`, async () => (await focused(page)) === `field-${name}`);
const recorded = async (page) => {
  await at(page, 'recorded-number').waitFor();
  return (await at(page, 'recorded-number').textContent()).trim();
};
const openIt = async (page) => {
  await at(page, 'record-open').focus();
  await page.keyboard.press('Enter');
};
const value = async (page, name) => (await at(page, `value-${name}`).locator('dd').textContent()).trim();

await scenario(async () => {
  const desk = new Desk('loket', folder('loket'));
  let page, hands, first, second;
  const go = (name, run) => step(name, run, () => [page]);

  await go('first run', async () => {
    await desk.start();
    page = await open(desk);
    await setUpAlone(page, siti);
  });

  await go(`a walk-in takes at most ${keysMost} keys beside its text`, async () => {
    hands = new Hands(page);
    await hands.press('F2');
    await focusOn(page, 'reporter.name');
    const begun = Date.now();
    await hands.type(walkIn.name);
    await hands.press('Enter');
    await hands.type(walkIn.nik);
    await hands.press('Enter');
    await hands.type(walkIn.phone);
    await hands.press('Enter');
    await hands.type(walkIn.village);
    await hands.press('Enter');
    await hands.press('Alt+2', 'Enter');
    await focusOn(page, 'narrative');
    await hands.type(walkIn.story);
    await hands.press('Tab');
    await focusOn(page, 'category');
    await hands.type(walkIn.category);
    await hands.press('Control+Enter');
    first = await recorded(page);
    console.log(`      ${hands.keys} keys beside the text, ${((Date.now() - begun) / 1000).toFixed(1)} s by script`);
    yes(hands.keys <= keysMost, `${hands.keys} keys`);
  });

  await go('what was left out follows from what was typed', async () => {
    await openIt(page);
    await at(page, 'detail-number').waitFor();
    same((await at(page, 'detail-number').textContent()).trim(), first, 'number');
    same((await page.locator('h1').last().textContent()).trim(), 'Papan jembatan gantung RT 3 lepas sejak banjir', 'subject');
    same(await value(page, 'reporter.sex'), 'Perempuan', 'sex, by the NIK');
    same(await value(page, 'reporter.ageBand'), '31 sampai 45 tahun', 'age, by the NIK');
    same(await value(page, 'reporter.address'), 'Bincau', 'address, by the village');
  });

  await go('the NIK is read, a doubt is no refusal; numbers as typed until the field is left', async () => {
    await openForm(page);
    await page.keyboard.type('Rusli');
    await page.keyboard.press('Enter');
    await page.keyboard.type('6303051101800002');
    await until('birth and sex', async () => (await at(page, 'nik-note').textContent()).includes('lahir 11/01/1980, laki-laki'));
    same(await field(page, 'reporter.idNumber').inputValue(), '6303051101800002', 'while typing');
    await page.keyboard.press('Enter');
    same(await field(page, 'reporter.idNumber').inputValue(), '6303 0511 0180 0002', 'after leaving');
    await page.keyboard.type('+62 852-0000-1111');
    same(await field(page, 'reporter.phone').inputValue(), '+62 852-0000-1111', 'while typing');
    await page.keyboard.press('Enter');
    same(await field(page, 'reporter.phone').inputValue(), '0852 0000 1111', 'after leaving');
    await page.keyboard.press('Enter');
    await focusOn(page, 'reporter.sex');
    await page.keyboard.type('P');
    await until('the doubt', async () => (await at(page, 'nik-note').textContent()).includes('Menurut NIK pelapor laki-laki'));
    await page.keyboard.press('Enter');
    await page.keyboard.type('RT 1');
    await page.keyboard.press('Alt+2');
    await page.keyboard.type('Lampu jalan');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Lampu jalan padam.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Energi');
    await page.keyboard.press('Control+Enter');
    await recorded(page);
  });

  await go('a known reporter is filled in with one key, and taken out again', async () => {
    await openForm(page);
    await page.keyboard.type('Aminah b');
    await at(page, 'known-take').waitFor();
    yes((await at(page, 'known-take').textContent()).includes('nama sama'), 'why');
    await page.keyboard.press('Alt+i');
    await at(page, 'known-untake').waitFor();
    same(await field(page, 'reporter.name').inputValue(), walkIn.name, 'a name that was begun is written out');
    const holder = (name) => field(page, name).getAttribute('placeholder');
    await until('what will be saved', async () => (await holder('reporter.idNumber')) === '••••••••••••0001');
    same(await holder('reporter.phone'), '•••••••••890', 'phone, masked');
    same(await holder('reporter.address'), 'Bincau', 'address');
    await picture(page, 'intake-known');
    await page.keyboard.press('Alt+i');
    await until('taken out', async () => (await holder('reporter.idNumber')) !== '••••••••••••0001');
    same(await field(page, 'reporter.name').inputValue(), 'Aminah b', 'what was typed stays');
    await page.keyboard.press('Alt+i');
    await at(page, 'known-untake').waitFor();
  });

  await go('what may be recorded already is shown, moves nothing, and is linked by keys', async () => {
    await page.keyboard.press('Alt+2');
    await page.keyboard.press('Enter');
    const places = () => page.evaluate(() => Object.fromEntries(['field-narrative', 'field-category', 'save', 'deadline-due'].map((n) => {
      const { x, y } = document.querySelector(`[data-testid="${n}"]`).getBoundingClientRect();
      return [n, `${x},${y}`];
    })));
    const before = JSON.stringify(await places());
    await page.keyboard.type('Titian gantung RT 3 papannya lapas, kakanakan sakulah gugur.');
    await at(page, `alike-${first}`).waitFor();
    same(JSON.stringify(await places()), before, 'places of fields and button');
    same(await focused(page), 'field-narrative', 'focus');
    for (const words of ['NIK sama', 'nama dan isi mirip']) await until(`why: ${words}`, async () => (await at(page, `alike-${first}`).textContent()).includes(words));
    await page.keyboard.press('Tab');
    await page.keyboard.type('Infra');
    await page.keyboard.press('Alt+m');
    await page.keyboard.press('Enter');
    await until('linked', async () => (await at(page, `alike-${first}`).getAttribute('data-linked')) !== null);
    await picture(page, 'intake-alike');
    await page.keyboard.press('Escape');
    await focusOn(page, 'category');
    await page.keyboard.press('Control+Enter');
    second = await recorded(page);
    await openIt(page);
    await at(page, `link-${first}`).waitFor();
    same(await value(page, 'reporter.idNumber'), '••••••••••••0001', 'NIK taken over, masked');
    await picture(page, 'detail-linked');
    await at(page, `link-${first}`).locator('a').focus();
    await page.keyboard.press('Enter');
    await until('the other one', async () => (await at(page, 'detail-number').textContent()).trim() === first);
    await at(page, `link-${second}`).waitFor();
  });

  await go('a link is taken off and made again by its number', async () => {
    await at(page, 'link-off').focus();
    await page.keyboard.press('Enter');
    await at(page, `link-${second}`).waitFor({ state: 'detached' });
    await field(page, 'other').focus();
    await page.keyboard.type(second.toLowerCase());
    await page.keyboard.press('Enter');
    await at(page, `link-${second}`).waitFor();
  });

  await go('dates are typed as people say them', async () => {
    await openForm(page);
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Makassar' }).format(Date.now());
    const days = (date, n) => new Date(Date.parse(`${date}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
    const weekday = (date) => new Date(`${date}T00:00:00Z`).getUTCDay();
    const year = Number(today.slice(0, 4));
    const past = (monthDay) => (`${year}-${monthDay}` <= today ? `${year}-${monthDay}` : `${year - 1}-${monthDay}`);
    const lastOf = (day) => days(today, -((weekday(today) - day + 7) % 7));
    const wanted = {
      '1/3': past('03-01'), '010326': '2026-03-01', '01/03/2026': '2026-03-01', '5 Peb 2026': '2026-02-05', '17 agt': past('08-17'), 'hari ini': today, kemarin: days(today, -1),
      'kemarin lusa': days(today, -2), senin: lastOf(1), "jum'at": lastOf(5), 'minggu': lastOf(0), 'senin lalu': weekday(today) === 1 ? days(today, -7) : lastOf(1),
      '3 hari lalu': days(today, -3), '2 minggu yang lalu': days(today, -14), 'minggu lalu': days(today, -7), 'tadi malam': days(today, -1),
    };
    for (const [typed, date] of Object.entries(wanted)) {
      await field(page, 'eventDate').focus();
      await field(page, 'eventDate').fill(typed);
      await page.keyboard.press('Enter');
      same(await field(page, 'eventDate').inputValue(), date.split('-').reverse().join('/'), typed);
    }
    await field(page, 'eventDate').fill('31/2');
    await page.keyboard.press('Enter');
    same(await field(page, 'eventDate').inputValue(), '31/2', 'what is no date stays');
  });

  await go('ready words: some letters, Enter, from gap to gap with Tab', async () => {
    await openForm(page);
    await page.keyboard.type('Rusli');
    await page.keyboard.press('Alt+t');
    await page.keyboard.type('lampu');
    await page.keyboard.press('Enter');
    await focusOn(page, 'narrative');
    await until('the words', async () => (await field(page, 'narrative').inputValue()).startsWith('Lampu jalan di ___ RT ___'));
    for (const word of ['Gang Taufik', '3', 'Senin', '2']) {
      await page.keyboard.type(word);
      await page.keyboard.press('Tab');
    }
    await focusOn(page, 'category');
    same(await field(page, 'narrative').inputValue(), 'Lampu jalan di Gang Taufik RT 3 padam sejak Senin, sebanyak 2 tiang. Pelapor minta diganti.', 'filled');
    same(await field(page, 'category').inputValue(), 'Energi dan Kelistrikan', 'category of the words');
  });

  await go('files of a form: dropped, pasted, from the scanner, seen, and saved with it', async () => {
    await page.evaluate(() => {
      const give = (kind, name, type, bytes) => {
        const data = new DataTransfer();
        data.items.add(new File([bytes], name, { type }));
        document.getElementById('main').dispatchEvent(kind === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      };
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 480;
      canvas.getContext('2d').fillRect(20, 20, 300, 200);
      const picture = Uint8Array.from(atob(canvas.toDataURL('image/png').split(',')[1]), (c) => c.charCodeAt(0));
      give('drop', 'surat.pdf', 'application/pdf', '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj trailer<</Root 1 0 R>>');
      give('paste', 'image.png', 'image/png', picture);
      give('drop', 'program.exe', 'application/octet-stream', 'MZ');
    });
    await until('two files', async () => (await at(page, 'file').count()) === 2);
    yes((await at(page, 'file-fault').textContent()).includes('program.exe'), 'what cannot be attached is named');
    const scans = folder('pindai');
    yes((await page.evaluate((dir) => window.go.desktop.Desk.SetScannerFolder({ path: dir, ask: false }), scans)).folder === scans, 'scanner folder');
    await page.evaluate(() => { window.location.hash = '/aduan'; });
    await page.keyboard.press('F2');
    await page.locator('[data-testid^="draft-"]', { hasText: 'Rusli' }).getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await until('the form again, with its files', async () => (await at(page, 'file').count()) === 2);
    const scan = path.join(scans, 'Scan0001.pdf');
    writeFileSync(scan, '%PDF-1.4 pindaian');
    utimesSync(scan, new Date(), new Date(Date.now() - 3000));
    await at(page, 'scan-chip').waitFor();
    await field(page, 'reporter.name').focus();
    await page.keyboard.press('Alt+l');
    await until('the scan', async () => (await at(page, 'file').count()) === 3);
    await at(page, 'scan-chip').waitFor({ state: 'detached' });
    await at(page, 'file').nth(1).getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await until('the picture', () => at(page, 'preview-picture').evaluate((img) => img.naturalWidth === 640));
    await picture(page, 'intake-preview');
    await page.keyboard.press('Escape');
    await at(page, 'preview').waitFor({ state: 'detached' });
    await at(page, 'file').nth(2).getByRole('button').last().focus();
    await page.keyboard.press('Enter');
    await until('one taken off', async () => (await at(page, 'file').count()) === 2);
    await picture(page, 'intake-files');
    await accessible(page, 'form with files');
    await page.keyboard.press('Alt+1');
    await page.keyboard.press('Enter');
    await page.keyboard.type('6303051101800002');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Bincau');
    await page.keyboard.press('Control+Enter');
    await recorded(page);
    await openIt(page);
    await until('the files with the complaint', async () => (await at(page, 'file').count()) === 2);
    await picture(page, 'detail-files');
    await accessible(page, 'detail with files');
  });

  await go('several drafts at once, each in sight and opened by keys', async () => {
    for (const name of ['Masriah', 'Hasan Basri']) {
      await openForm(page);
      await page.keyboard.type(name);
      await until('kept', () => at(page, 'draft-line').locator('*').count());
    }
    await openForm(page);
    for (const name of ['Masriah', 'Hasan Basri']) await page.locator('[data-testid^="draft-"]', { hasText: name }).waitFor();
    await page.keyboard.press('Alt+4');
    await until('focus on a draft', () => page.evaluate(() => document.activeElement?.closest('[data-testid^="draft-"]') !== null));
    await picture(page, 'intake-drafts');
    await page.keyboard.press('Enter');
    await until('that draft', async () => ['Masriah', 'Hasan Basri'].includes(await field(page, 'reporter.name').inputValue()));
  });

  await go('what cannot be read beside the form keeps nobody from writing', async () => {
    await page.keyboard.press('F6'); // nothing of them has been read yet
    await at(page, 'work-today').waitFor();
    await page.reload();
    await at(page, 'sync-status').waitFor();
    await page.evaluate(() => {
      const refused = () => Promise.reject(JSON.stringify({ kind: 'internal', code: 'test', message: 'Tidak dapat dibaca.' }));
      for (const name of ['Templates', 'Drafts', 'Recent', 'Scans']) window.go.desktop.Desk[name] = refused;
    });
    await openForm(page);
    await page.keyboard.type('Rusmini');
    const form = await field(page, 'reporter.name').elementHandle();
    await page.waitForTimeout(1000);
    yes(await form.evaluate((e) => e.isConnected && document.activeElement === e), 'the form is made anew while somebody types in it');
    same(await field(page, 'reporter.name').inputValue(), 'Rusmini', 'what was typed');
  });
});
