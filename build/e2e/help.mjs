// The manual inside the program and the hints of first use, by keyboard: opened
// at the chapter of the screen, searched, closed again with nothing lost; hints
// put away for good, and shown again.
import { accessible, inColours, reachable } from './axe.mjs';
import { at, field, focused, openDetail, openForm, record, setUpAlone, signIn } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, step, until, yes } from './harness.mjs';

const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const filled = [['reporter.name', 'Rahmadi Zulkarnain'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'L'], ['reporter.address', 'Jalan Melati RT 02'],
  ['subject', 'Titian patah'], ['narrative', 'Patah dua.'], ['category', 'Infrastruktur']];
const chapters = { '/': 'hari-ini', '/aduan': 'mencari', '/catat': 'mencatat', '/kalender': 'tenggat', '/laporan': 'laporan', '/periksa': 'kertas', '/impor': 'impor', '/kiriman': 'jaringan', '/pengaturan': 'aman' };

await scenario(async () => {
  const desk = new Desk('loket', folder('loket'));
  let page, number;
  const go = (name, run) => step(name, run, () => [page]);
  const press = (key) => page.keyboard.press(key);
  const chapter = () => at(page, 'help-article').getAttribute('data-chapter');
  const chapterIs = (wanted) => until(`chapter ${wanted}`, async () => (await at(page, 'help-article').count()) === 1 && (await chapter()) === wanted);
  const gone = (name) => until(`${name} gone`, async () => (await at(page, name).count()) === 0);
  const to = async (address) => {
    await page.evaluate((hash) => { window.location.hash = hash; }, address);
    await page.waitForTimeout(300);
  };
  const both = (name) => inColours(page, async (colour) => {
    await accessible(page, `${name}, ${colour}`);
    await picture(page, `${name}-${colour}`);
  });

  await go('before anybody is signed in: F1 leads to what is asked there', async () => {
    await desk.start();
    page = await open(desk);
    await at(page, 'setup-way').waitFor();
    await field(page, 'officeName').focus();
    await press('F1');
    await chapterIs('aman');
    same(await at(page, 'hints-back').count(), 0, 'hints of nobody');
    await press('Escape');
    await gone('help');
    same(await focused(page), 'field-officeName', 'focus after the help');
    await setUpAlone(page, siti);
  });

  await go('the hint of the first screen, put away by mouse and by key, stays away', async () => {
    await to('/');
    await at(page, 'hint').waitFor();
    same(await at(page, 'hint').getAttribute('data-hint'), 'work', 'hint');
    await both('hint');
    await reachable(page, 'day with a hint');
    await at(page, 'hint-known').click();
    await gone('hint');
    await press('F3');
    await at(page, 'search').waitFor();
    same(await at(page, 'hint').getAttribute('data-hint'), 'list', 'hint of the list');
    await page.keyboard.type('titian');
    await press('Alt+h');
    await gone('hint');
    same(await at(page, 'search').inputValue(), 'titian', 'what was typed');
    same(await focused(page), 'search', 'focus');
    await page.reload();
    await at(page, 'search').waitFor();
    await page.waitForTimeout(400);
    same(await at(page, 'hint').count(), 0, 'hints after a new start');
  });

  await go('nothing moves when a hint goes, and typing goes on', async () => {
    await openForm(page);
    await at(page, 'hint').waitFor();
    await page.keyboard.type('Aminah');
    const places = () => page.evaluate(() => ['field-reporter.name', 'field-subject', 'deadline-due', 'save'].map((n) => {
      const { x, y } = document.querySelector(`[data-testid="${n}"]`).getBoundingClientRect();
      return `${n} ${x},${y}`;
    }).join('; '));
    const before = await places();
    await at(page, 'hint-known').click();
    await gone('hint');
    same(await places(), before, 'places of fields and button');
    await page.keyboard.type(' binti Ali');
    same(await field(page, 'reporter.name').inputValue(), 'Aminah binti Ali', 'name');
  });

  await go('help in the middle of a form: at its chapter, and back to the letter', async () => {
    await field(page, 'reporter.name').evaluate((input) => input.setSelectionRange(3, 3));
    await page.keyboard.type('?');
    same(await at(page, 'help').count(), 0, 'help for a question mark that was typed');
    await press('F1');
    await chapterIs('mencatat');
    same(await focused(page), 'help-search', 'focus');
    await both('help');
    await page.keyboard.type('x');
    await press('F2'); // of the screen below
    await press('Escape');
    await gone('help');
    same(await focused(page), 'field-reporter.name', 'focus after the help');
    await page.keyboard.type('!');
    same(await field(page, 'reporter.name').inputValue(), 'Ami?!nah binti Ali', 'the name, and where it is typed');
    await press('F6');
    number = (await record(page, filled)).number;
  });

  await go('each screen has its chapter', async () => {
    for (const [address, wanted] of Object.entries(chapters)) {
      await to(address);
      await press('F1');
      await chapterIs(wanted);
      await press('Escape');
      await gone('help');
    }
    await openDetail(page, number);
    await at(page, 'act-verify').click();
    await field(page, 'text').fill('Sudah diperiksa');
    await press('F1');
    await chapterIs('menangani');
    await press('Escape');
    await gone('help');
    same(await field(page, 'text').inputValue(), 'Sudah diperiksa', 'an act that was begun');
    await press('Escape');
  });

  await go('? shows all keys; chapters by arrows, the text by Enter', async () => {
    await to('/');
    await page.evaluate(() => document.activeElement?.blur());
    await press('?');
    await chapterIs('tombol');
    yes((await at(page, 'help-article').innerText()).includes('Ctrl+Enter'), 'the keys');
    await press('ArrowUp');
    await chapterIs('aman');
    await press('Tab');
    await press('ArrowUp');
    await chapterIs('kunci');
    same(await page.evaluate(() => document.activeElement?.getAttribute('aria-selected')), 'true', 'the chapter has the focus');
    const top = () => at(page, 'help-article').evaluate((e) => e.scrollTop);
    await press('PageDown');
    await press('Enter');
    same(await focused(page), 'help-article', 'focus in the text');
    await page.setViewportSize({ width: 683, height: 384 });
    await press('PageDown');
    await until('the text scrolled', async () => (await top()) > 0);
    await page.setViewportSize({ width: 1366, height: 768 });
    await reachable(page, 'help');
  });

  await go('searched by a word, also by one that is not its title', async () => {
    await at(page, 'help-search').fill('kwitansi');
    await chapterIs('kertas');
    same(await page.getByRole('tab').count(), 1, 'chapters');
    await at(page, 'help-search').fill('cuti bersama');
    await chapterIs('tenggat');
    yes((await at(page, 'help-article').locator('mark').count()) > 0, 'what was looked for is marked');
    await both('help-found');
    await at(page, 'help-search').fill('lupa sandi');
    await chapterIs('aman');
    await at(page, 'help-search').fill('xyzzy');
    await page.getByText('Tidak ada bab yang cocok').waitFor();
    same(await at(page, 'help-article').count(), 0, 'texts');
    await at(page, 'help-search').fill('');
    await until('all chapters', async () => (await page.getByRole('tab').count()) > 10);
  });

  await go('every chapter is whole: a text, pictures that load and say what they show', async () => {
    const tabs = page.getByRole('tab');
    for (let i = 0; i < (await tabs.count()); i++) {
      await tabs.nth(i).click();
      const article = at(page, 'help-article');
      const name = await chapter();
      yes((await article.innerText()).length > 200, `${name} says little`);
      const broken = await article.locator('img').evaluateAll(async (all) => {
        await Promise.all(all.map((img) => img.decode().catch(() => undefined)));
        return all.filter((img) => img.naturalWidth === 0 || img.alt.length < 20).map((img) => img.alt || img.src);
      });
      same(broken.join(), '', `pictures of ${name}`);
      await accessible(page, `chapter ${name}`);
    }
  });

  await go('all hints again, from the help', async () => {
    await at(page, 'hints-back').click();
    await page.getByText('Petunjuk awal tampil lagi').waitFor();
    await press('Escape');
    await gone('help');
    await until('the hint of the day', async () => (await at(page, 'hint').getAttribute('data-hint')) === 'work');
  });

  await go('the lock goes over the help, and has one of its own', async () => {
    await press('F1');
    await at(page, 'help').waitFor();
    await press('Control+l');
    await field(page, 'password').waitFor();
    same(await at(page, 'help').count(), 0, 'help over the lock');
    await press('F1');
    await chapterIs('kunci');
    await press('Escape');
    await gone('help');
    await signIn(page, siti);
    await at(page, 'work-open').waitFor();
    same(await at(page, 'help').count(), 0, 'help after the lock');
  });
});
