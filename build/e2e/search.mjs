// The list of complaints by keyboard alone, 5,000 of them: words and parts of
// words, slips of the finger, filters that come off again, lists with a name of
// one's own, and every row reached and found again.
import { execFileSync } from 'node:child_process';
import { accessible, reachable } from './axe.mjs';
import { at, field, focused, signIn } from './desk.mjs';
import { Desk, folder, open, picture, root, same, scenario, step, until, yes } from './harness.mjs';

const siti = { username: 'siti', password: 'kata-sandi-siti' };
const many = 5000;

await scenario(async () => {
  const desk = new Desk('loket', folder('loket'));
  let page;
  const go = (name, run) => step(name, run, () => [page]);

  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  const total = async () => Number(await at(page, 'list-total').getAttribute('data-total'));
  /** Types a query anew and waits for its own answer. */
  const ask = async (query) => {
    await press('F3', 'Control+a');
    await (query ? page.keyboard.type(query) : press('Delete'));
    await until(`answer to "${query}"`, async () => (await at(page, 'list-total').getAttribute('data-query')) === query);
    return total();
  };
  const rows = () => page.locator('tr[data-testid^="row-"]');
  const subjects = () => rows().evaluateAll((all) => all.map((row) => row.children[1].textContent));
  const here = () => page.evaluate(() => {
    const link = document.activeElement;
    const row = link?.closest('tr[data-index]');
    if (!row) return null;
    const { top, bottom } = row.getBoundingClientRect();
    const main = document.getElementById('main').getBoundingClientRect();
    return { index: Number(row.dataset.index), number: row.dataset.testid?.slice(4) ?? '', inSight: top >= main.top + 20 && bottom <= main.bottom + 1, rowindex: Number(row.getAttribute('aria-rowindex')) };
  });
  const onRow = (what, index) => until(what, async () => {
    const row = await here();
    return row && row.index === index && row.number && row.inSight && row;
  }).catch(async (error) => { throw new Error(`${error.message}; focus is on ${JSON.stringify(await here())}`); });
  const top = () => page.evaluate(() => Math.round(document.getElementById('main').scrollTop));
  const dark = async (name) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(250);
    await accessible(page, `${name}, dark`);
    await picture(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.waitForTimeout(250);
  };

  await go(`${many} complaints are here`, async () => {
    execFileSync('go', ['test', '-count=1', '-run', '^TestBigRegister$', './internal/office', '-register', String(many), '-folder', desk.dir], { cwd: root, stdio: 'pipe' });
    await desk.start();
    page = await open(desk);
    await signIn(page, siti);
    await press('F3');
    await until('the list', () => rows().count());
    const some = await total();
    yes(some > 100 && some < 1000, `${some} are open`);
    await page.keyboard.press('Tab');
    await picture(page, 'search-open');
  });

  await go('words, their beginnings, and parts from anywhere in them', async () => {
    yes((await ask('jembatan')) > 50, 'a whole word');
    yes((await subjects()).length > 5, 'its rows');
    const whole = await ask('berlubang');
    same(await ask('berlu'), whole, 'the beginning of a word');
    same(await ask('lubang'), whole, 'the end of a word');
    yes(whole > 50, `${whole} with that word`);
    same(await ask('zzqqx'), 0, 'what nobody wrote');
    await picture(page, 'search-nothing');
    await accessible(page, 'nothing found');
  });

  let number;
  await go('each letter is answered, and the last answer is that of the last letter', async () => {
    await ask('');
    await press('F3');
    await page.keyboard.type('lampu penerangan', { delay: 0 });
    await until('the last answer', async () => (await at(page, 'list-total').getAttribute('data-query')) === 'lampu penerangan');
    same(await page.evaluate(() => document.querySelector('[data-testid=search]').value), 'lampu penerangan', 'what stands in the box');
    number = (await rows().first().getAttribute('data-testid')).slice(4);
  });

  await go('a mistyped word is offered right, and taken with one key', async () => {
    const right = await ask('perpustakaan');
    same(await ask('perpustkaaan'), 0, 'found with the slip');
    await at(page, 'meant').waitFor();
    same(await page.evaluate(() => document.querySelector('[data-testid=search]').value), 'perpustkaaan', 'what was typed stays');
    yes((await at(page, 'meant-query').first().textContent()).startsWith('perpustakaan'), 'offered');
    await picture(page, 'search-meant');
    await accessible(page, 'offered');
    await dark('search-meant');
    await press('Alt+m');
    await until('its rows', async () => (await total()) === right);
    same(await at(page, 'meant').count(), 0, 'offers left');
  });

  await go('a mistyped number is offered by its check digit', async () => {
    same(await ask(number), 1, 'whole number');
    same(await ask(number.replaceAll('-', '')), 1, 'without dashes');
    const i = [...number].findIndex((c, at) => at > 14 && at < 19 && c !== number[at + 1]);
    const slip = number.slice(0, i) + number[i + 1] + number[i] + number.slice(i + 2);
    await ask(slip);
    await at(page, 'meant').waitFor();
    yes((await at(page, 'meant-query').allTextContents()).some((text) => text.startsWith(number)), `${number} is offered for ${slip}`);
    await picture(page, 'search-number');
    await at(page, 'meant-query').filter({ hasText: number }).focus();
    await press('Enter');
    await until('that one', async () => (await total()) === 1 && (await rows().first().getAttribute('data-testid')) === `row-${number}`);
  });

  await go('filters are chips, and come off by keyboard', async () => {
    await ask('');
    const before = await total();
    const choose = async (name, ...keys) => {
      await at(page, `filter-${name}`).focus();
      await press('Enter');
      await until('focus among the choices', () => page.evaluate(() => document.activeElement?.type === 'checkbox' && document.activeElement.closest('[role=dialog]') !== null));
      await press(...keys, 'Escape');
      await until('closed', async () => (await page.locator('[role=dialog]').count()) === 0);
    };
    await choose('states', 'Space', 'Tab', 'Tab', 'Space');
    await until('two chips', async () => (await page.locator('[data-testid^=chip-]').count()) === 2);
    await choose('categories', 'Space');
    await until('three chips', async () => (await page.locator('[data-testid^=chip-]').count()) === 3);
    await page.locator('[data-testid^=chip-]').nth(1).focus();
    await picture(page, 'search-chips');
    await accessible(page, 'chips');
    await dark('search-chips');
    await press('Delete');
    await until('the next chip has the focus', async () => (await focused(page)).startsWith('chip-categories'));
    await press('ArrowLeft', 'Backspace');
    await until('one chip', async () => (await page.locator('[data-testid^=chip-]').count()) === 1);
    await press('F3', 'Backspace');
    await until('none, by Backspace in the empty search', async () => (await page.locator('[data-testid^=chip-]').count()) === 0);
    await until('all that is open again', async () => (await total()) === before);
  });

  await go('sorted by due date, by number and by receipt, chosen with a key', async () => {
    await at(page, 'open-only').focus();
    await press('Space');
    await until('all of them', async () => (await total()) === many);
    const numbers = () => rows().evaluateAll((all) => all.map((row) => row.dataset.testid.slice(4)));
    const sortBy = async (letters, value) => {
      await press('Alt+u');
      await until('focus on the order', async () => (await focused(page)) === 'sort');
      await page.waitForTimeout(1100); // a short list takes letters that come at once for one word
      await page.keyboard.type(letters);
      await until(value, () => page.evaluate((v) => document.querySelector('[data-testid=sort]').value === v || document.querySelector('[data-testid=sort] select')?.value === v, value));
      await page.waitForTimeout(300);
      return numbers();
    };
    const sequence = (n) => Number(n.split('-')[2]) * 1e6 + Number(n.split('-')[3]);
    const byNumber = await sortBy('Nomor', 'number');
    yes(byNumber.every((n, i) => i === 0 || sequence(byNumber[i - 1]) < sequence(n)), `not by number: ${byNumber}`);
    const byNewest = await sortBy('Terbaru', 'newest');
    yes(byNewest.every((n, i) => i === 0 || sequence(byNewest[i - 1]) > sequence(n)), `not the newest first: ${byNewest}`);
    const oldest = await sortBy('Terima', 'received');
    same(oldest[0], byNumber[0], 'the first that was received');
    await sortBy('Batas', 'due');
    same(await page.locator('th[aria-sort=ascending]').textContent(), 'Batas waktu', 'sorted column');
  });

  await go('every row by keyboard: arrows, pages, both ends; few of them are drawn', async () => {
    await press('F3', 'ArrowDown');
    await onRow('the first row', 0);
    for (let i = 0; i < 80; i++) await press('ArrowDown');
    await onRow('80 rows further down', 80);
    await press('PageDown', 'PageDown');
    const paged = await until('two pages on', async () => { const row = await here(); return row?.number && row.index > 84 && row; });
    await press('PageUp', 'PageUp');
    await until('two pages back', async () => { const row = await here(); return row?.number && row.inSight && Math.abs(row.index - 80) <= 2; }); // rows differ in height
    yes(paged.index - 80 >= 6, `a page is ${paged.index - 80} / 2 rows`);
    await press('End');
    const last = await onRow('the last row', many - 1);
    same(last.rowindex, many + 1, 'row index, told aloud');
    same(Number(await at(page, 'list').getAttribute('aria-rowcount')), many + 1, 'row count, told aloud');
    yes((await page.locator('tr[data-index]').count()) < 60, 'more rows are drawn than are seen');
    await picture(page, 'search-end');
    await accessible(page, 'the end of the list');
    await press('ArrowUp', 'ArrowUp');
    await onRow('two rows up', many - 3);
    await press('Home');
    await onRow('the first row again', 0);
    await press('ArrowUp');
    await until('the search above it', async () => (await focused(page)) === 'search');
  });

  await go('many letters in a row: a window may not write its address as often', async () => {
    await page.evaluate(() => { // as WebKit does it
      const real = window.history.replaceState.bind(window.history);
      const calls = [];
      window.history.replaceState = (...args) => {
        const now = Date.now();
        while (calls[0] < now - 30_000) calls.shift();
        if (calls.length >= 100) throw new DOMException('replaceState() more than 100 times per 30 seconds', 'SecurityError');
        calls.push(now);
        real(...args);
      };
    });
    for (let i = 0; i < 10; i++) {
      await press('F3', 'Control+a');
      await page.keyboard.type('jembatan titian', { delay: 15 });
      same(await at(page, 'search').inputValue(), 'jembatan titian', `what was typed the ${i + 1}. time`);
    }
    await until('the answer', async () => (await at(page, 'list-total').getAttribute('data-query')) === 'jembatan titian');
    await until('the address follows', () => page.evaluate(() => window.location.hash.includes('jembatan+titian')));
    await press('F3', 'Escape');
  });

  await go('coming back from a complaint finds the row where it was', async () => {
    await press('F3', 'ArrowDown');
    for (let i = 0; i < 12; i++) await press('PageDown');
    const row = await until('far down', async () => { const r = await here(); return r?.number && r.index > 60 && r.inSight && r; });
    const before = await top();
    await press('Enter');
    await at(page, 'detail-number').waitFor();
    same((await at(page, 'detail-number').textContent()).trim(), row.number, 'the one that was opened');
    await press('Escape');
    const back = await onRow('the same row', row.index);
    same(back.number, row.number, 'number');
    const after = await top();
    yes(Math.abs(after - before) <= 2, `scrolled to ${after}, before ${before}`); // heights are fractions of a pixel
    await press('ArrowDown');
    await onRow('and on from there', row.index + 1);
    await picture(page, 'search-back');
    await dark('search-list');
  });

  await go('lists with a name: ready ones, own ones, renamed, removed, taken back', async () => {
    await press('Alt+t');
    await until('the first view', async () => (await focused(page)) === 'view-overdue');
    await picture(page, 'search-views');
    await accessible(page, 'views');
    await dark('search-views');
    await press('1');
    await at(page, 'chip-due').waitFor();
    same((await at(page, 'views').textContent()).trim(), 'Lewat batas', 'the name of what is shown');
    const late = await page.evaluate(() => Array.from(document.querySelectorAll('tr[data-urgency]')).filter((row) => row.dataset.urgency !== 'overdue').length);
    same(late, 0, 'rows that are not late');
    for (const [key, name] of [['2', 'Belum didisposisi'], ['3', 'Menunggu jawaban OPD'], ['5', 'Selesai bulan ini']]) {
      await press('Alt+t');
      await until('the views', async () => (await focused(page)).startsWith('view-'));
      await press(key);
      await until(name, async () => (await at(page, 'views').textContent()).trim() === name);
    }
    await until('closed ones', async () => (await rows().count()) > 0);
    same(await page.locator('tr[data-state]:not([data-state=closed])').count(), 0, 'rows that are not closed');

    await ask('jembatan titian');
    const found = await total();
    await press('Alt+t', 'End', 'Enter');
    await field(page, 'viewName').waitFor();
    await press('Control+a', 'Delete', 'Enter');
    await until('a fault at the field', async () => (await field(page, 'viewName').getAttribute('aria-invalid')) === 'true');
    await picture(page, 'search-view-fault');
    await accessible(page, 'view without a name');
    await page.keyboard.type('Titian rusak');
    await press('Enter');
    const mine = page.locator('[data-view]', { hasText: 'Titian rusak' });
    await mine.waitFor();
    await press('Escape');
    await ask('');
    await press('Alt+t');
    await until('the views', async () => (await focused(page)).startsWith('view-'));
    await press('6');
    await until('the saved list', async () => (await total()) === found);
    same(await page.evaluate(() => document.querySelector('[data-testid=search]').value), 'jembatan titian', 'its words');

    await press('Alt+t');
    await until('the views', async () => (await focused(page)).startsWith('view-'));
    await press('End', 'ArrowUp', 'F2');
    await field(page, 'viewName').waitFor();
    await page.keyboard.type('Titian & jembatan');
    await press('Enter');
    await page.locator('[data-view]', { hasText: 'Titian & jembatan' }).waitFor();
    await until('focus on it', () => page.evaluate(() => document.activeElement?.closest('[data-view]')?.textContent.includes('Titian & jembatan')));
    await press('Delete');
    await at(page, 'view-undo').waitFor();
    same(await page.locator('[data-view]', { hasText: 'Titian' }).count(), 0, 'removed');
    await picture(page, 'search-view-removed');
    await press('Control+z');
    await page.locator('[data-view]', { hasText: 'Titian & jembatan' }).waitFor();
    await press('Escape');
  });

  await go('the views are there after a new start', async () => {
    await desk.stop();
    await desk.start();
    await page.goto(desk.address);
    await field(page, 'username').waitFor();
    await signIn(page, siti);
    await press('F3');
    await until('the list', () => rows().count());
    await press('Alt+t');
    await page.locator('[data-view]', { hasText: 'Titian & jembatan' }).waitFor();
    await press('Escape');
    await reachable(page, 'list');
  });
});
