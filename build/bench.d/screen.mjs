// What a clerk feels at a register of any size, in a browser over the real
// bindings: from the key to the painted answer. Beside each figure that of the
// same page with an answer that is there at once, so that what is left is Go and
// the way there. Prints "figure NAME VALUE" lines.
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { at, field, signIn } from '../e2e/desk.mjs';
import { Desk, folder, open, scenario, step, until } from '../e2e/harness.mjs';
import { figure, figures, keyEveryMs, queries, watch } from './watch.mjs';

const [register, ...only] = process.argv.slice(2); // steps by name; all when none is given
const siti = { username: 'siti', password: 'kata-sandi-siti' };

/** From now on this call is answered at once, with what it answered last. */
const freeze = (page, name) => page.evaluate((call) => {
  const desk = window.go.desktop.Desk;
  window.real ??= {};
  window.real[call] ??= desk[call];
  desk[call] = async () => window.kept[call];
}, name);
const thaw = (page, name) => page.evaluate((call) => { window.go.desktop.Desk[call] = window.real[call]; }, name);
const keep = (page, name, input) => page.evaluate(async ({ call, input }) => {
  window.kept ??= {};
  window.kept[call] = await window.go.desktop.Desk[call](input);
}, { call: name, input });

const everything = { query: '', states: [], classes: [], categories: [], kinds: [], due: '', dueFrom: '', dueTo: '', openOnly: false, clashes: false, closed: '', sort: 'due', offset: 0, limit: 50, uncounted: false };

await scenario(async () => {
  const dir = folder('register');
  mkdirSync(dir, { recursive: true });
  cpSync(path.join(register, 'register.db'), path.join(dir, 'register.db'));
  const desk = new Desk('loket', dir);
  let page;
  const go = async (name, run) => (only.length === 0 || only.includes(name) ? step(name, run, () => [page]) : undefined);
  const toList = async () => {
    await page.keyboard.press('F3');
    await until('the search', () => page.evaluate(() => document.activeElement?.dataset.testid === 'search'));
    if (await at(page, 'search').inputValue()) await page.keyboard.press('Escape'); // in an empty one it would go back
    await until('the list', () => page.locator('tr[data-testid^="row-"]').count());
  };
  const typeAll = async () => {
    await page.evaluate(() => { window.measured = []; });
    let keys = 0;
    for (const query of queries) {
      await page.keyboard.press('F3');
      await page.keyboard.press('Control+a');
      await page.keyboard.type(query, { delay: keyEveryMs });
      keys += query.length;
      await until('the answer', async () => (await at(page, 'list-total').getAttribute('data-query')) === query);
    }
    await page.waitForTimeout(300);
    const all = await page.evaluate(() => window.measured);
    if (all.length < keys * 0.9) throw new Error(`${all.length} of ${keys} keys were answered`);
    await toList();
    return all;
  };
  /** Opens rows of the list and comes back. */
  const openSome = async (times) => {
    const all = [];
    await toList();
    await page.keyboard.press('ArrowDown');
    for (let i = 0; i < times; i++) {
      await until('a row', () => page.evaluate(() => document.activeElement?.dataset.row));
      await page.evaluate(() => { window.took = window.nextKey('detail-number'); });
      await page.keyboard.press('Enter');
      all.push(await page.evaluate(() => window.took));
      await page.keyboard.press('Escape');
      await until('the row again', () => page.evaluate(() => document.activeElement?.dataset.row));
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(60);
    }
    return all;
  };
  const saveSome = async (times) => {
    const all = [];
    for (let i = 0; i < times; i++) {
      await page.keyboard.press('F2');
      await field(page, 'reporter.name').waitFor();
      await field(page, 'reporter.name').fill(`Rahmadi Zulkarnain ${i}`);
      await field(page, 'reporter.idNumber').fill(`630305521290${String(1000 + i)}`);
      await field(page, 'reporter.sex').selectOption('P');
      await field(page, 'reporter.address').fill('Jalan Melati RT 02');
      await field(page, 'narrative').fill(`Titian kayu di Sungai Paring nomor ${i} patah, anak sekolah tercebur dan warga harus memutar jauh.`);
      await field(page, 'category').fill('Infra');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(700); // the draft is kept, hints are there
      await page.evaluate(() => { window.took = window.nextKey('recorded-number'); });
      await page.keyboard.press('Control+Enter');
      all.push(await page.evaluate(() => window.took));
    }
    return all;
  };

  await step('the register opens', async () => {
    await desk.start();
    page = await open(desk);
    await field(page, 'username').waitFor();
    await signIn(page, siti);
    await page.evaluate(watch);
    await toList();
    figure('rows', await page.evaluate(async (input) => (await window.go.desktop.Desk.List(input)).total, everything));
  });

  await go('search', async () => {
    await typeAll(); // warms the pages of the file, as an hour's work does
    figures('search', await typeAll());
    await keep(page, 'List', { ...everything, query: 'jembatan' });
    await freeze(page, 'List');
    figures('search-base', await typeAll());
    await thaw(page, 'List');
    const calls = await page.evaluate(async ({ queries, everything }) => {
      const all = [];
      for (const query of queries) for (let n = 1; n <= query.length; n++) {
        const begun = performance.now();
        await window.go.desktop.Desk.List({ ...everything, query: query.slice(0, n).trim() });
        all.push(performance.now() - begun);
      }
      return all;
    }, { queries, everything });
    figures('search-call', calls);
  });

  await go('scroll', async () => {
    await toList();
    await page.evaluate(() => { const box = document.querySelector('[data-testid=open-only]'); if (box.checked) box.click(); });
    await until('all of them', async () => Number(await at(page, 'list-total').getAttribute('data-total')) > 1000);
    await page.mouse.move(700, 500);
    const wheel = async () => {
      const frames = page.evaluate(() => window.frames(4000));
      const end = Date.now() + 3900;
      while (Date.now() < end) {
        await page.mouse.wheel(0, 120);
        await page.waitForTimeout(30);
      }
      return frames;
    };
    figures('frame', await wheel());
    await page.evaluate(() => document.getElementById('main').scrollTo({ top: 0 }));
    const still = await page.evaluate(() => window.frames(2000));
    figures('frame-base', still);
    await page.keyboard.press('F3');
    await page.keyboard.press('ArrowDown');
    const ends = [];
    for (let i = 0; i < 5; i++) {
      for (const [key, last] of [['End', true], ['Home', false]]) {
        const begun = Date.now();
        await page.keyboard.press(key);
        await page.waitForFunction((end) => {
          const row = document.activeElement?.closest('tr[data-testid^="row-"]');
          const total = Number(document.querySelector('[data-testid=list]')?.getAttribute('aria-rowcount')) - 1;
          return row && Number(row.dataset.index) === (end ? total - 1 : 0);
        }, last, { polling: 'raf' });
        ends.push(Date.now() - begun);
      }
    }
    figures('end', ends);
  });

  await go('open', async () => {
    figures('open', await openSome(30));
    const id = await page.evaluate(async (input) => (await window.go.desktop.Desk.List(input)).rows[0].id, everything);
    await keep(page, 'Detail', { id, reveal: false });
    await freeze(page, 'Detail');
    figures('open-base', await openSome(15));
    await thaw(page, 'Detail');
  });

  await go('save', async () => {
    figures('save', await saveSome(20));
    const form = (await page.evaluate(async () => (await window.go.desktop.Desk.Drafts()).drafts)).length;
    if (form > 0) throw new Error(`${form} drafts are left`);
  });

  await go('work', async () => {
    figures('work', await page.evaluate(async () => {
      const all = [];
      for (let i = 0; i < 20; i++) {
        const begun = performance.now();
        await window.go.desktop.Desk.Work();
        all.push(performance.now() - begun);
      }
      return all;
    }));
  });

  await go('hints', async () => {
    const hints = await page.evaluate(async () => {
      const all = [];
      const texts = ['Jalan menuju sekolah berlubang dalam di Sekumpul', 'Lampu penerangan di simpang tiga Irigasi padam sudah dua minggu', 'Sampah menumpuk dekat jembatan Tanjung Rema', 'Pupuk di kios habis terus',
        'Truk bermuatan lewat jalan kampung siang malam', 'Tanggul sungai retak memanjang di Bincau', 'Air ledeng hanya mengalir tengah malam', 'Saat mengurus surat keterangan saya diminta uang tanpa kuitansi'];
      for (let i = 0; i < 48; i++) {
        const form = { ...window.emptyForm, subject: '', narrative: `${texts[i % texts.length]}. Sudah dilaporkan kepada ketua RT, belum ada kabarnya. Warga siap bergotong royong.`, eventPlace: 'RT 05', village: '',
          reporter: { ...window.emptyForm?.reporter, name: ['Siti Aminah', 'Muhammad Rizky', 'Norhayati', 'Zainal Ahmad'][i % 4], phone: '', idNumber: '' } };
        const begun = performance.now();
        await window.go.desktop.Desk.Assist({ id: `00000000-0000-7000-8000-0000000000${10 + i}`, form });
        all.push(performance.now() - begun);
      }
      return all;
    });
    figures('hints', hints);
  });
});
