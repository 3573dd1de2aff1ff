// PCs whose clock is wrong, as their clerks see it: work goes on under a banner,
// and once the regency was heard the true times stand beside the recorded ones.
import { accessible } from './axe.mjs';
import { at, level, openDetail, openForm, setUp, signIn, tryNow, typeAll } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, Server, step, until, yes } from './harness.mjs';

const office = '63.03.05';
const hours = (ms) => `${Math.round(ms / 3_600_000)}h`;
const clerk = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const year = new Date().getUTCFullYear();
// What the banner says before the regency was heard, and after it.
const clocks = [
  ['a year ahead', '8760h', /Jam PC/, /terlalu cepat 365 hari/],
  ['two years behind', '-17520h', /Jam PC/, /terlalu lambat 730 hari/],
  ['of 2010, its battery is empty', hours(Date.UTC(2010, 0, 1) - Date.now()), /Jam PC.*2010/, /terlalu lambat \d{4} hari/],
];

await scenario(async () => {
  const server = new Server(folder('pusat'));
  server.run('office', 'add', '--code', office, '--name', 'Kecamatan Martapura');
  let page;
  const go = (name, run) => step(name, run, () => [page]);
  const banner = async () => ((await at(page, 'clock-banner').count()) > 0 ? at(page, 'clock-banner').innerText() : '');
  const banners = (what, like) => until(`${what}: ${like}`, async () => like.test(await banner())).catch(async (e) => { throw new Error(`${e.message}; the banner says: ${await banner()}`); });

  for (const [name, clock, before, after] of clocks) {
    const word = name.split(/[ ,]/)[1];
    const desk = new Desk(word, folder(word));
    let number = '';

    await go(`a clock ${name}: set up with a true one, the line is gone, it is wrong at the next start`, async () => {
      await server.start();
      await desk.start();
      page = await open(desk);
      await setUp(page, server.enrolmentCode(office), clerk);
      await level(page, 'green');
      await Promise.all([server.stop(), desk.stop(), page.context().close()]);
      desk.clock = clock;
      await desk.start();
      page = await open(desk);
      await signIn(page, clerk);
      await banners('before the regency was heard', before);
    });

    await go(`a clock ${name}: work goes on under the banner`, async () => {
      await openForm(page);
      await typeAll(page, [
        ['reporter.name', 'Noor Halimah'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Sekumpul'],
        ['subject', `Saluran air ${word}`], ['narrative', 'Air meluap ke rumah.'], ['category', 'Pekerjaan'],
      ]);
      await page.keyboard.press('Control+Enter');
      await at(page, 'received-question').waitFor();
      await picture(page, `clock-${word}-question`);
      await page.keyboard.press('Control+Enter');
      await at(page, 'recorded-number').waitFor();
      number = (await at(page, 'recorded-number').textContent()).trim();
      await openDetail(page, number);
      await accessible(page, `banner, ${word}`);
      await picture(page, `clock-${word}-before`);
    });

    await go(`a clock ${name}: the regency is heard, times stand corrected beside the recorded ones`, async () => {
      await server.start();
      await tryNow(page);
      await banners('after it', after);
      await level(page, 'green');
      await openDetail(page, number);
      const told = () => page.locator('[data-kind=received] time').innerText();
      await until('both times', async () => /WITA \(jam PC saat itu \d\d\/\d\d\/\d{4} \d\d\.\d\d\)\.$/.test(await told())).catch(async (e) => { throw new Error(`${e.message}; it says: ${await told()}`); });
      yes(new RegExp(`${year}.*jam PC`).test(await told()), `the true year first: ${await told()}`);
      await picture(page, `clock-${word}-after`);
    });

    await go(`a clock ${name}: put right, the banner goes, the times stay true`, async () => {
      await Promise.all([desk.stop(), page.context().close()]);
      desk.clock = '';
      await desk.start();
      page = await open(desk);
      await signIn(page, clerk);
      await tryNow(page);
      await level(page, 'green');
      await until('the banner goes', async () => (await banner()) === '');
      await openDetail(page, number);
      yes(new RegExp(`${year}.*jam PC`).test(await page.locator('[data-kind=received] time').innerText()), 'both times still');
      same(await at(page, 'detail-way').getAttribute('data-sync'), 'received', 'the regency has it');
      await Promise.all([server.stop(), desk.stop(), page.context().close()]);
    });
  }
});
