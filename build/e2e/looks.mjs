// Every screen by its address, in light and dark: nothing serious for axe, every
// control reached by Tab and seen, nothing to scroll sideways, and what was chosen
// in the settings is there again.
import { accessible, inColours, reachable } from './axe.mjs';
import { at, field, openDetail, record, setUpAlone, signIn } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, step, until, yes } from './harness.mjs';

const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const filled = (subject) => [['reporter.name', 'Rahmadi Zulkarnain'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'L'], ['reporter.address', 'Jalan Melati RT 02'],
  ['subject', subject], ['narrative', 'Sudah dua kali anak sekolah tercebur.'], ['category', 'Infrastruktur']];
const addresses = { hariini: '/', aduan: '/aduan', catat: '/catat', kalender: '/kalender', laporan: '/laporan', kiriman: '/kiriman', periksa: '/periksa', impor: '/impor', pengaturan: '/pengaturan' };

await scenario(async () => {
  const desk = new Desk('loket', folder('loket'));
  let page;
  const go = (name, run) => step(name, run, () => [page]);
  const wrong = []; // all of them, for one mends them together
  const tried = async (run) => { try { await run(); } catch (error) { wrong.push(error.message); } };
  const told = () => { if (wrong.length > 0) throw new Error(wrong.splice(0).join('\n')); };

  /** Both colours of the screen that stands there now. */
  const both = (name) => inColours(page, async (colour) => {
    await tried(() => accessible(page, `${name}, ${colour}`));
    await tried(() => picture(page, `look-${name}-${colour}`));
  });
  const screen = async (name, address) => {
    await page.evaluate((to) => { window.location.hash = to; }, address);
    await page.waitForTimeout(600);
    await both(name);
    await tried(() => reachable(page, name));
  };

  await go('first run', async () => {
    await desk.start();
    page = await open(desk);
    await at(page, 'setup-way').waitFor();
    await both('siapkan');
    await tried(() => reachable(page, 'siapkan'));
    await setUpAlone(page, siti);
    told();
  });

  await go('the checks find what is wrong', async () => {
    await page.evaluate(() => document.getElementById('main').insertAdjacentHTML('afterbegin', '<button id="wrong" style="outline: none !important; color: #ddd; background: #fff; border: 1px solid">Pucat</button>'));
    const say = async (check) => { try { await check(page, 'test'); return ''; } catch (error) { return error.message; } };
    yes((await say(accessible)).includes('color-contrast: #wrong'), 'pale words were not found');
    yes((await say(reachable)).includes('not seen: button "Pucat"'), 'a focus that nobody sees was not found');
    await page.evaluate(() => document.getElementById('wrong').remove());
  });

  await go('every screen while there is nothing', async () => {
    for (const [name, address] of Object.entries(addresses)) await screen(`${name}-kosong`, address);
    told();
  });

  await go('every screen with work', async () => {
    const first = await record(page, filled('Titian kayu di hulu patah'));
    await both('tersimpan');
    await record(page, filled('Selokan pasar mampat'));
    for (const [name, address] of Object.entries(addresses)) await screen(name, address);
    await openDetail(page, first.number);
    await both('rincian');
    await tried(() => reachable(page, 'rincian'));
    for (const act of await page.locator('[data-testid^=act-]').evaluateAll((all) => all.map((e) => e.dataset.testid))) {
      await at(page, act).click();
      await page.waitForTimeout(150);
      await both(`rincian-${act}`);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('F1');
    await page.waitForTimeout(200);
    await both('tombol');
    await page.keyboard.press('Escape');
    told();
  });

  await go('a form with faults', async () => {
    await page.keyboard.press('F2');
    await field(page, 'reporter.name').waitFor();
    await page.keyboard.press('Control+Enter');
    await until('faults at the fields', () => page.locator('[aria-invalid=true]').count());
    await both('catat-salah');
    told();
  });

  await go('dark and large, chosen in the settings, stay', async () => {
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await at(page, 'look-scheme').getByText('Gelap').click();
    await at(page, 'look-size').getByText('Besar').click();
    const look = () => page.evaluate(() => `${document.documentElement.dataset.mantineColorScheme} ${document.documentElement.dataset.size}`);
    await until('dark and large', async () => (await look()) === 'dark large');
    for (const [name, address] of Object.entries(addresses)) {
      await page.evaluate((to) => { window.location.hash = to; }, address);
      await page.waitForTimeout(500);
      await tried(() => picture(page, `look-${name}-besar`));
    }
    await page.keyboard.press('Control+l');
    await field(page, 'password').waitFor();
    await tried(() => accessible(page, 'terkunci, gelap'));
    await tried(() => reachable(page, 'terkunci'));
    await tried(() => picture(page, 'look-terkunci'));
    await desk.stop();
    await desk.start();
    await page.goto(desk.address);
    await field(page, 'username').waitFor();
    await until('the look before sign-in', async () => (await look()) === 'dark large');
    await signIn(page, siti);
    same(await look(), 'dark large', 'look after a new start');
    told();
  });
});
