// Practice: from the first screen and from the settings, marked on every screen,
// never at the server, ended by one key, and the true register as it was.
import { execFileSync } from 'node:child_process';
import { accessible } from './axe.mjs';
import { at, field, level, record, setUp } from './desk.mjs';
import { Desk, filesUnder, folder, open, picture, same, scenario, Server, step, until, yes } from './harness.mjs';

const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const filled = [['reporter.name', 'Rahmadi Zulkarnain'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'L'], ['reporter.address', 'Jalan Melati RT 02'], ['subject', 'Titian patah'], ['narrative', 'Patah dua.'], ['category', 'Infrastruktur']];
const received = (server) => Number(execFileSync('sqlite3', ['-readonly', filesUnder(server.dir).find((f) => f.endsWith('.db')), "SELECT count(*) FROM entry WHERE kind = 'received'"], { encoding: 'utf8' }));
const go_ = (page, to) => page.evaluate((hash) => { window.location.hash = hash; }, to);

await scenario(async () => {
  const server = new Server(folder('pusat'));
  const desk = new Desk('loket', folder('loket'));
  let page, code;
  const go = (name, run) => step(name, run, () => [page]);

  await go('from the first screen, before anything is set up', async () => {
    server.run('office', 'add', '--code', '63.03.05', '--name', 'Kecamatan Martapura');
    await server.start();
    await desk.start();
    page = await open(desk);
    await at(page, 'practice-start').click();
    await at(page, 'practice-band').waitFor();
    await at(page, 'work-open').waitFor();
    for (const [name, to] of Object.entries({ hariini: '/', aduan: '/aduan', catat: '/catat', pengaturan: '/pengaturan' })) {
      await go_(page, to);
      await page.waitForTimeout(500);
      yes(await at(page, 'practice-band').isVisible(), `no band on ${to}`);
      await accessible(page, `practice ${to}`);
      await picture(page, `practice-${name}`);
    }
  });

  await go('an enrolment code is refused, and nothing reaches the server', async () => {
    const number = (await record(page, filled)).number;
    yes(number.startsWith('630305-L-'), number);
    await go_(page, '/pengaturan');
    code = server.enrolmentCode('63.03.05');
    await field(page, 'code').fill(code);
    await page.getByRole('button', { name: 'Daftarkan PC ini' }).click();
    await page.getByText('Ini register latihan').waitFor();
    await page.waitForTimeout(1500);
    same(received(server), 0, 'complaints at the server');
  });

  await go('the lock is marked too; F10 ends it all at once', async () => {
    await page.keyboard.press('Control+l');
    await field(page, 'password').waitFor();
    yes(await at(page, 'practice-band').isVisible(), 'no band on the lock');
    await page.keyboard.press('F10');
    await at(page, 'setup-way').waitFor();
    same(await at(page, 'practice-band').count(), 0, 'bands in the true register');
  });

  await go('from the settings of a true desk and back to its lock', async () => {
    await setUp(page, code, siti); // nobody has used the code up
    await record(page, filled.map(([name, value]) => [name, name === 'subject' ? 'Aduan yang sebenarnya' : value]));
    await until('the complaint at the server', () => received(server) === 1); // the header may still say what held before it
    await level(page, 'green');
    await go_(page, '/pengaturan');
    await at(page, 'practice-start').click();
    await at(page, 'practice-band').waitFor();
    await go_(page, '/aduan?urut=newest'); // only the rows that are seen are drawn
    await page.getByText('Titian patah').waitFor(); // what was practised is still there
    await go_(page, '/pengaturan');
    await at(page, 'practice-reset').click();
    await at(page, 'work-open').waitFor();
    await go_(page, '/aduan?urut=newest');
    await until('what was practised is gone', async () => (await page.locator('[data-testid^=row-]').count()) > 0 && !(await page.getByText('Titian patah').count()));
    await page.keyboard.press('F10');
    await field(page, 'password').waitFor();
    await page.keyboard.type(siti.password);
    await page.keyboard.press('Enter');
    await at(page, 'work-open').or(at(page, 'practice-start')).first().waitFor();
    await go_(page, '/aduan');
    await page.getByText('Aduan yang sebenarnya').waitFor();
    same(received(server), 1, 'complaints at the server after practice');
  });
});
