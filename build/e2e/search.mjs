import { accessible } from './axe.mjs';
import { at, field, setUpAlone, record } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, step, until, yes } from './harness.mjs';
const siti = { name: 'Siti Rahmah', username: 'siti', role: 'admin', password: 'kata-sandi-siti' };
const filled = (subject) => [['reporter.name', 'Rahmadi Zulkarnain'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'L'], ['reporter.address', 'Jalan Melati RT 02'],
  ['subject', subject], ['narrative', 'Sudah dua kali anak sekolah tercebur.'], ['category', 'Infrastruktur']];
await scenario(async () => {
  const desk = new Desk('loket', folder('loket'));
  let page;
  const go = (name, run) => step(name, run, () => [page]);
  await go('first run', async () => {
    await desk.start();
    page = await open(desk);
    await setUpAlone(page, siti);
    await record(page, filled('Titian kayu di hulu patah'));
    await record(page, filled('Perbaikan jembatan gantung'));
    await page.keyboard.press('F3');
    await page.keyboard.type('baikan');
    await until('one', async () => (await at(page, 'list-total').getAttribute('data-total')) === '1');
    await picture(page, 'search-try');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('jembatn');
    await at(page, 'meant').waitFor();
    await picture(page, 'search-meant');
    await page.keyboard.press('Alt+m');
    await page.keyboard.press('Alt+t');
    await page.waitForTimeout(200);
    await picture(page, 'search-views');
  });
});
