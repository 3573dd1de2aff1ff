// An old register at the screens: picked by its path, questions answered by
// keyboard, tried, imported, stopped and taken up again, undone; SP4N-LAPOR!'s
// own export; a second PC that adds nothing; an account that may not.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { accessible, inColours, reachable } from './axe.mjs';
import { at, field, find, level, listed, setUp } from './desk.mjs';
import { Desk, filesUnder, folder, open, out, picture, root, same, scenario, Server, step, until, yes } from './harness.mjs';
import { begin, next, oldRegister, openFile, stepIs, toImport } from './importing.mjs';

const office = '63.03.05';
const head = { name: 'Hasan Basri', username: 'hasan.b', role: 'pimpinan', password: 'loket-satu-aman' };
const clerk = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const fixture = (name) => path.join(root, 'internal/ledger/testdata', name);
const many = 3000;

/** A step of the wizard in both colours: nothing serious for axe, every control reached by Tab. */
async function shown(page, name) {
  await inColours(page, async (colour) => {
    await accessible(page, `${name}, ${colour}`);
    await picture(page, colour === 'dark' ? `${name}-dark` : name);
  });
  await reachable(page, name);
}

const count = async (page, name) => Number(await at(page, name).getAttribute('data-count'));

async function result(page) {
  await at(page, 'import-result').waitFor({ timeout: 120_000 });
  const values = await at(page, 'import-result').evaluate((e) => ({ ...e.dataset }));
  return { new: Number(values.new), already: Number(values.already), rejected: Number(values.rejected), rows: Number(values.rows), cancelled: values.cancelled === 'true' };
}

async function another(page) {
  await at(page, 'import-another').click();
  await stepIs(page, 'file');
}

const total = async (page) => {
  await page.keyboard.press('F3');
  await at(page, 'search').fill('');
  return (await until('the count over the list', async () => (await listed(page)) + 1)) - 1;
};

await scenario(async () => {
  const server = new Server(folder('pusat'));
  const a = new Desk('loket-a', folder('loket-a'));
  const b = new Desk('loket-b', folder('loket-b'));
  const big = path.join(folder('berkas'), 'register 2019.csv');
  oldRegister(big, many);
  let page, other, stopped;
  const go = (name, run) => step(name, run, () => [page, other]);

  await go('server and a desk of the office head', async () => {
    server.run('office', 'add', '--code', office, '--name', 'Kecamatan Martapura');
    await server.start();
    await a.start();
    page = await open(a);
    await setUp(page, server.enrolmentCode(office), head);
    await level(page, 'green');
  });

  await go('settings lead to the import', async () => {
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await at(page, 'to-import').click();
    await stepIs(page, 'file');
    await page.locator('#main').getByText('Belum pernah ada yang diimpor').waitFor();
    await picture(page, 'import-1-file');
  });

  await go('what is no register is told at the field', async () => {
    await field(page, 'path').fill(path.join(root, 'build/appicon.png'));
    await page.keyboard.press('Enter');
    await until('the fault at the field', async () => (await field(page, 'path').getAttribute('aria-invalid')) === 'true');
    yes((await page.locator('#main').innerText()).includes('Yang dapat diimpor'), 'the fault does not say what can be imported');
    await field(page, 'path').fill('');
  });

  await go('titles, sums and signatures are no complaints; a column is renamed', async () => {
    await openFile(page, fixture('09-repeated-header.xlsx'));
    await next(page, 'columns');
    same(await count(page, 'import-rows'), 4, 'complaints');
    const text = await page.locator('#main').innerText();
    for (const words of ['judul kolom yang diulang', 'jumlah', 'tanda tangan', 'dari isinya']) yes(text.includes(words), `columns lack: ${words}`);
    await shown(page, 'import-2-columns');
    await field(page, 'column-alamat').selectOption('eventPlace');
    await until('the answer', async () => (await page.locator('[data-testid="column-alamat"]').getAttribute('data-field')) === 'eventPlace');
    await field(page, 'column-alamat').selectOption('address');
    await until('the answer back', async () => (await page.locator('[data-testid="column-alamat"]').getAttribute('data-field')) === 'address');
    await next(page, 'dates');
    yes((await page.locator('#main').innerText()).includes('27-01-2020 (lembar Sheet1 baris 6) hanya mungkin tanggal/bulan'), 'the evidence for the order is not shown');
    await next(page, 'trial');
    await at(page, 'import-trial').waitFor();
    same(await count(page, 'trial-new'), 4, 'would come in');
    await shown(page, 'import-4-trial');
    await begin(page);
    const done = await result(page);
    same(`${done.rows}=${done.new}+${done.already}+${done.rejected}`, '4=4+0+0', 'result');
    await shown(page, 'import-5-result');
    await another(page);
  });

  await go('an order that nobody can tell is asked, with both meanings', async () => {
    await openFile(page, fixture('07-ambiguous.csv'));
    await next(page, 'columns');
    await next(page, 'dates');
    yes(await at(page, 'import-next').isDisabled(), 'the question can be passed over');
    await page.keyboard.press('Control+Enter');
    await stepIs(page, 'dates');
    const dates = page.locator('[data-testid="dates-tanggal masuk"]');
    yes((await dates.innerText()).includes('4 Maret 2023') && (await dates.innerText()).includes('3 April 2023'), 'the two meanings are not shown');
    await shown(page, 'import-3-dates');
    await dates.locator('input[type=radio]').first().focus();
    await page.keyboard.press('Space');
    await until('the order', async () => (await dates.getAttribute('data-order')) === 'dm');
    await next(page, 'trial');
    same(await count(page, 'trial-new'), 3, 'would come in');
    await begin(page);
    same((await result(page)).new, 3, 'came in');
    await another(page);
  });

  await go('words of the status are asked for and remembered', async () => {
    await openFile(page, fixture('22-words.csv'));
    await next(page, 'columns');
    await next(page, 'dates');
    same(await count(page, 'import-questions'), 2, 'questions');
    const words = async () => (await page.locator('select[data-testid^=field-word-]').evaluateAll((all) => all.map((one) => one.dataset.testid.slice('field-'.length)))).join('|');
    const order = await words();
    await field(page, 'word-ditindaklanjuti').selectOption('in_progress');
    await field(page, 'word-ok').selectOption('closed');
    const last = order.split('|').at(-1);
    const meant = await field(page, last).inputValue();
    for (const other of ['archived', meant]) {
      await field(page, last).selectOption(other);
      await until('the answer is taken', async () => (await field(page, last).inputValue()) === other && (await at(page, 'import-questions').count()) === 0);
      same(await words(), order, 'order of the words while one is answered');
    }
    await shown(page, 'import-3-words');
    await next(page, 'trial');
    await begin(page);
    same((await result(page)).new, 5, 'came in');
    await another(page);
    await openFile(page, fixture('22-words.csv'));
    same(await page.locator('[data-testid="import-questions"]').count(), 0, 'questions of a known file');
    await next(page, 'columns');
    await next(page, 'dates');
    await next(page, 'trial');
    await at(page, 'import-trial').waitFor();
    same(await count(page, 'trial-already'), 5, 'known rows');
    yes(await at(page, 'import-run').isDisabled(), 'what is here already can be imported again');
    await at(page, 'import-back').click();
    await stepIs(page, 'dates');
    await at(page, 'import-back').click();
    await at(page, 'import-back').click();
    await at(page, 'import-close').click();
  });

  await go('rejected rows go to a workbook with their reasons', async () => {
    await openFile(page, fixture('17-missing-date.csv'));
    for (const name of ['columns', 'dates', 'trial']) await next(page, name);
    await at(page, 'import-trial').waitFor();
    same(await count(page, 'trial-rejected'), 5, 'would be rejected');
    await at(page, 'trial-tabs').getByText('Ditolak').click();
    same(await page.locator('[data-testid="trial-row"]').count(), 5, 'rows with reasons');
    await at(page, 'import-save-rejected').click();
    const file = await at(page, 'import-rejected-path').getAttribute('data-path');
    yes(existsSync(file) && readFileSync(file).length > 2000, `no workbook at ${file}`);
    await shown(page, 'import-4-rejected');
    await begin(page);
    const done = await result(page);
    same(`${done.rows}=${done.new}+${done.already}+${done.rejected}`, '8=3+0+5', 'result');
    await another(page);
  });

  await go('a file that is dropped is opened; beside the place nothing happens', async () => {
    await toImport(page);
    const drop = (where, name, content) => page.evaluate(([to, title, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], title));
      const target = document.querySelector(to);
      for (const kind of ['dragenter', 'dragover', 'drop']) {
        const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer });
        target.dispatchEvent(event);
        if (kind !== 'dragenter' && !event.defaultPrevented) return `${kind} is left to the window`;
      }
      return '';
    }, [where, name, content]);
    const content = readFileSync(fixture('03-windows-1252.csv')).toString('base64');
    same(await drop('h1', 'register.csv', content), '', 'beside the place');
    await page.waitForTimeout(300);
    same(await page.locator('[data-testid="import-file"]').count(), 0, 'files opened beside the place');
    same(await drop('[data-testid="import-drop"]', 'register jatuh.csv', content), '', 'at the place');
    await at(page, 'import-file').waitFor();
    const text = await at(page, 'import-file').innerText();
    yes(text.includes('register jatuh.csv') && text.includes('Windows-1252'), `the file: ${text}`);
    await at(page, 'import-close').click();
    await at(page, 'import-pick').waitFor();
  });

  await go("SP4N-LAPOR!'s export is known; names of Anonim and Rahasia are not shown", async () => {
    await openFile(page, fixture('16-lapor.xlsx'));
    yes((await at(page, 'import-known').innerText()).includes('SP4N-LAPOR!'), 'the export is not known');
    for (const name of ['columns', 'dates', 'trial']) await next(page, name);
    await at(page, 'trial-rows').waitFor();
    const rows = await at(page, 'trial-rows').innerText();
    yes(rows.includes('ANONIM') && rows.includes('RAHASIA') && !rows.includes('Nama Disamarkan') && !rows.includes('Rahasia Belaka'), `names in the trial: ${rows}`);
    await begin(page);
    same((await result(page)).new, 5, 'came in');
    await another(page);
    await page.keyboard.press('F3');
    await at(page, 'search').fill('7010002');
    await until('the list', async () => (await page.locator('tr[data-testid^="row-"]').count()) === 1);
    const list = await page.locator('#main').innerText();
    yes(list.includes('ANONIM') && !list.includes('Nama Disamarkan'), 'the list shows the name');
  });

  await go(`${many} rows: stopped in the middle, taken up again, found`, async () => {
    const before = await total(page);
    await openFile(page, big);
    for (const name of ['columns', 'dates', 'trial']) await next(page, name);
    await at(page, 'import-trial').waitFor({ timeout: 60_000 });
    same(await count(page, 'trial-new'), many, 'would come in');
    await begin(page);
    await at(page, 'import-running').waitFor();
    await until('some rows', async () => /^[1-9]/.test(await at(page, 'import-running').locator('p').nth(1).innerText()));
    await at(page, 'import-stop').press('Enter'); // at once: a picture takes as long as a thousand rows
    stopped = await result(page);
    yes(stopped.cancelled && stopped.new > 0 && stopped.new < many && stopped.new % 200 === 0, `stopped with ${stopped.new} of ${many}`);
    same(await total(page), before + stopped.new, 'complaints after stopping');
    await toImport(page);
    await shown(page, 'import-5-stopped');
    await at(page, 'import-go-on').click();
    await at(page, 'import-running').waitFor();
    const done = await result(page);
    same(`${done.rows}=${done.new}+${done.already}+${done.rejected}`, `${many}=${many}+0+0`, 'result');
    same(await total(page), before + many, 'complaints');
    await toImport(page);
    await another(page);
    await page.keyboard.press('F3');
    await at(page, 'search').fill('2871/PGD/2019');
    await until('the row by its old number', async () => (await page.locator('[data-testid="row-old-number"]', { hasText: '2871/PGD/2019' }).count()) === 1);
    await picture(page, 'import-6-list');
    await page.locator('tr[data-testid^="row-"]', { hasText: '2871/PGD/2019' }).click();
    await at(page, 'detail-number').waitFor();
    const text = await page.locator('#main').innerText();
    for (const words of ['2871/PGD/2019', 'dari register lama', 'Keluhan nomor 2871']) yes(text.includes(words), `detail lacks: ${words}`);
    await picture(page, 'import-6-detail');
    await level(page, 'green');
  });

  await go('another PC of the office: the clerk may not, the file would add nothing', async () => {
    await b.start();
    other = await open(b);
    await setUp(other, server.enrolmentCode(office), clerk);
    await other.evaluate(() => { window.location.hash = '/impor'; });
    await until('a clerk is led away', async () => (await other.evaluate(() => window.location.hash)) === '#/');
    await until('the complaints of the first PC', async () => (await total(other)) === (await total(page)), 120_000);
    const refused = await other.evaluate(async (file) => window.go.desktop.Desk.OpenImport({ path: file, name: '', content: '' }).then(() => '', (e) => String(e.message ?? e)), big);
    yes(refused.includes('session.role'), `a clerk can open a register: ${refused}`);
  });

  await go('undone from the list of imports, on both PCs', async () => {
    const before = await total(page);
    await toImport(page);
    const one = page.locator('[data-testid="past-imports"] > li', { hasText: 'register 2019.csv' });
    await one.waitFor();
    await picture(page, 'import-7-past');
    same(Number(await one.getAttribute('data-undoable')), many, 'undoable');
    await one.getByRole('button', { name: 'Urungkan impor ini' }).focus();
    await page.keyboard.press('Enter');
    await at(page, 'undo-sure').waitFor();
    await shown(page, 'import-7-sure');
    await at(page, 'undo-sure').focus();
    await page.keyboard.press('Enter');
    await until('undone', async () => (await one.getAttribute('data-state')) === 'undone');
    same(await total(page), before - many, 'complaints after undoing');
    await until('undone on the other PC', async () => (await total(other)) === before - many, 120_000);
    await find(page, '2871/PGD/2019', []);
  });

  await go('no name of the file on any disk', async () => {
    await Promise.all([a.stop(), b.stop()]);
    await server.stop();
    const words = ['Warga Contoh 28', 'Nama Disamarkan', 'Rahasia Belaka', 'lorong tergenang', '2871/PGD/2019', 'register 2019'];
    const files = [server.dir, a.dir, b.dir].flatMap(filesUnder).filter((f) => !f.includes('/ekspor/'));
    yes(files.length > 5, 'there are no files to look into');
    yes(words.slice(0, 1).every((w) => readFileSync(big).includes(w)), 'the search would find nothing');
    const hits = files.flatMap((f) => words.filter((w) => readFileSync(f).includes(w)).map((w) => `${path.relative(out, f)}: ${w}`));
    same(hits.join('\n'), '', 'readable on disk');
    yes(server.run('journal', 'verify').includes('utuh'), 'journal verify');
  });
});
