// The lock: nothing of a complaint is in the page behind it, and everything that
// was typed stands there again, for the same clerk and after another one.
import { addAccount, at, field, find, focused, openForm, record, setUpAlone, signIn, typeAll } from './desk.mjs';
import { Desk, folder, open, same, scenario, step, until, yes } from './harness.mjs';

const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const budi = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const typed = [['reporter.name', 'Rahmadi Zulkarnain'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'L'], ['reporter.address', 'Jalan Melati RT 02'], ['subject', 'Titian kayu di hulu patah'], ['narrative', 'Sudah dua kali anak sekolah tercebur. Kami mohon']];

const text = (page) => page.evaluate(() => document.documentElement.outerHTML + Array.from(document.querySelectorAll('input, textarea'), (e) => e.value).join('\n'));
const values = (page) => page.evaluate(() => Array.from(document.querySelectorAll('form input, form select, form textarea'), (e) => `${e.dataset.testid ?? ''}=${e.type === 'checkbox' || e.type === 'radio' ? e.checked : e.value}`).join('\n'));
const locked = (page) => until('the lock screen', () => page.evaluate(() => document.body.classList.contains('locked')));
const hidden = async (page, words) => {
  const all = await text(page);
  for (const word of words) yes(!all.includes(word), `"${word}" can be found behind the lock`);
};

await scenario(async () => {
  const desk = new Desk('loket', folder('loket'));
  let page, number, left;
  const go = (name, run) => step(name, run, () => [page]);

  await go('a desk with two clerks and one complaint', async () => {
    await desk.start();
    page = await open(desk);
    await setUpAlone(page, siti);
    await addAccount(page, budi);
    number = (await record(page, [...typed.slice(0, 4), ['subject', 'Selokan pasar mampat'], ['narrative', 'Air meluap.'], ['category', 'Infrastruktur']])).number;
  });

  await go('F5 and Ctrl+R destroy nothing; a reload that comes all the same neither', async () => {
    await openForm(page);
    await typeAll(page, typed);
    left = await values(page);
    await page.evaluate(() => { window.sameWindow = true; });
    for (const key of ['F5', 'Control+F5', 'Shift+F5', 'Control+r', 'Control+Shift+R']) await page.keyboard.press(key);
    yes(await page.evaluate(() => window.sameWindow), 'a key loaded the window anew');
    same(await values(page), left, 'the form after the keys');
    await until('the draft on disk', async () => (await at(page, 'draft-line').textContent()).trim() !== '');
    await page.waitForTimeout(1000);
    await page.reload();
    await field(page, 'reporter.name').waitFor();
    same(await values(page), left, 'the form after the reload');
  });

  await go('Ctrl+L: nothing of the form is in the page', async () => {
    await field(page, 'narrative').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Control+l');
    await locked(page);
    await hidden(page, ['Rahmadi', 'Melati', 'Titian', 'tercebur', number]);
    same(await focused(page), 'field-password', 'focus of the lock screen');
    await page.keyboard.press('F2');
    await page.keyboard.press('F3');
    await page.keyboard.press('Escape');
    yes(await page.evaluate(() => document.body.classList.contains('locked')), 'a key went past the lock');
  });

  await go('the form stands there again, letter by letter, with the focus where it was', async () => {
    await page.keyboard.type('salah sama sekali');
    await page.keyboard.press('Enter');
    await page.getByText('Nama pengguna atau kata sandi salah').waitFor();
    await page.keyboard.type(siti.password);
    await page.keyboard.press('Enter');
    await field(page, 'reporter.name').waitFor();
    same(await values(page), left, 'the form after the lock');
    await until('focus on the field that was left', async () => (await focused(page)) === 'field-narrative');
    await page.keyboard.type(' papan baru.');
    left = await values(page);
    yes(left.includes('Kami mohon papan baru.'), 'typing goes on where it stopped');
  });

  await go('another clerk signs in: own screen, the draft waits', async () => {
    await page.keyboard.press('Control+l');
    await locked(page);
    await signIn(page, budi);
    await at(page, 'work-today').waitFor();
    yes(!(await text(page)).includes('Titian'), 'the second clerk stands in the form of the first');
    await openForm(page);
    await page.getByText('milik Siti Aminah').waitFor();
    await page.keyboard.type('Noor Halimah');
  });

  await go('the first one comes back to exactly her form', async () => {
    await page.keyboard.press('Control+l');
    await locked(page);
    await hidden(page, ['Noor Halimah', 'Titian']);
    await signIn(page, siti);
    await field(page, 'reporter.name').waitFor();
    same(await values(page), left, 'the form of the first clerk');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Pilih kategori').or(at(page, 'recorded-number')).first().waitFor();
  });

  await go('idle for as long as is set: locked by itself, an open list too', async () => {
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await field(page, 'minutes').fill('0');
    await at(page, 'lock-save').click();
    await until('refused at the field', async () => (await field(page, 'minutes').getAttribute('aria-invalid')) === 'true');
    await field(page, 'minutes').fill('2');
    await at(page, 'lock-save').click();
    await page.getByText('Layar terkunci sendiri setelah 2 menit').waitFor();
    await page.clock.install();
    await page.reload();
    await at(page, 'sync-status').waitFor();
    await find(page, 'selokan', [number]);
    await page.clock.runFor(110_000);
    yes(!(await page.evaluate(() => document.body.classList.contains('locked'))), 'locked too early');
    await page.keyboard.press('Shift');
    await page.clock.runFor(60_000);
    yes(!(await page.evaluate(() => document.body.classList.contains('locked'))), 'a key counts as work');
    await page.clock.runFor(70_000);
    await locked(page);
    await hidden(page, ['Selokan', number]);
  });

  await go('wrong passwords cost time', async () => {
    for (let i = 0; i < 3; i++) {
      await field(page, 'password').fill(`salah ${i}`);
      await page.keyboard.press('Enter');
      await until('refused', async () => (await field(page, 'password').inputValue()) === '');
    }
    await field(page, 'password').fill(siti.password);
    await page.keyboard.press('Enter');
    await page.getByText('Tunggu').waitFor();
  });
});
