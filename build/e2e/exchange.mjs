// Between desks and the regency as clerks see it: two desks write different
// things, one settles it by keyboard and takes it back.
import { act, at, field, find, focused, level, openDetail, record, setUp } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, Server, step, until, yes } from './harness.mjs';

const office = '63.03.05';
const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const budi = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const narrative = 'Papan jembatan lepas sejak banjir hari Minggu. Anak sekolah menyeberang lewat bambu dan sudah dua orang terjatuh.';

/** Corrects the open complaint. */
async function correct(page, values) {
  await at(page, 'act-correct').click();
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
  await page.keyboard.press('Control+Enter');
  await field(page, 'subject').waitFor({ state: 'detached' });
}

await scenario(async () => {
  const server = new Server(folder('pusat'));
  const a = new Desk('loket-a', folder('loket-a'));
  const b = new Desk('loket-b', folder('loket-b'));
  let pageA, pageB, first;
  const go = (name, run) => step(name, run, () => [pageA, pageB]);

  await go('server and two desks of one office', async () => {
    server.run('office', 'add', '--code', office, '--name', 'Kecamatan Martapura');
    await server.start();
    await Promise.all([a.start(), b.start()]);
    pageA = await open(a);
    await setUp(pageA, server.enrolmentCode(office), siti);
    pageB = await open(b);
    await setUp(pageB, server.enrolmentCode(office), budi);
    await Promise.all([level(pageA, 'green'), level(pageB, 'green')]);
    first = await record(pageA, [
      ['reporter.name', 'Rahmadi Zulkarnain'], ['reporter.idNumber', '6303051204850001'], ['reporter.sex', 'L'], ['reporter.address', 'Jalan Melati RT 02'],
      ['reporter.phone', '081251234567'], ['subject', 'Jembatan rusak'], ['narrative', narrative], ['category', 'Infrastruktur'],
    ]);
    await find(pageB, first.number, [first.number]);
  });

  await go('two desks write different things without a line', async () => {
    await openDetail(pageA, first.number);
    await openDetail(pageB, first.number);
    await server.stop();
    await correct(pageA, { subject: 'Jembatan gantung Desa Sungai Rangas putus', narrative: narrative.replace('dua orang', 'tiga orang warga') });
    await correct(pageB, { subject: 'Jembatan gantung Sungai Rangas rusak berat', narrative: narrative.replace('Minggu', 'Senin').replace('bambu dan', 'titian bambu,') });
    await act(pageA, 'verify', {}, 'verified');
    await server.start();
    await Promise.all([level(pageA, 'green'), level(pageB, 'green')]);
    for (const page of [pageA, pageB]) await until('two clashes on both desks', async () => (await at(page, 'clashes').count()) === 1 && (await at(page, 'clashes').getAttribute('data-open')) === '2');
    await picture(pageB, 'clash');
  });

  await go('the clashes are found', async () => {
    await pageB.keyboard.press('F6');
    await at(pageB, 'work-group-clash').waitFor();
    await picture(pageB, 'clash-work');
    await pageB.keyboard.press('F3');
    await at(pageB, 'count-clashes').click();
    await at(pageB, `row-${first.number}`).waitFor();
    await picture(pageB, 'clash-list');
  });

  await go('settled by keyboard, and taken back', async () => {
    await pageB.keyboard.press('F6');
    await until('focus on the row', async () => (await pageB.evaluate(() => document.activeElement?.dataset.work ?? '')).startsWith('clash/'));
    await pageB.keyboard.press('t');
    await until('focus on the first choice', async () => (await focused(pageB)) === 'take-accepted');
    const subject = async (page) => (await page.locator('h1').innerText()).trim();
    const standing = await subject(pageB);
    const open = (n) => until(`${n} open clashes`, async () => (await at(pageB, 'clashes').getAttribute('data-open')) === String(n));
    await pageB.keyboard.press('1');
    await open(1);
    await until('focus on the way back', async () => (await focused(pageB)) === 'clash-undo');
    await pageB.keyboard.press('u');
    await open(2);
    await pageB.keyboard.press('1');
    await open(1);
    await at(pageB, 'clash-subject').getByTestId('take-proposed').focus(); // Tab leads there too
    await pageB.keyboard.press('2');
    await open(0);
    yes((await subject(pageB)) !== standing, 'the other subject was taken');
    await picture(pageB, 'clash-settled');
    await pageB.keyboard.press('u');
    await open(1);
    same(await subject(pageB), standing, 'subject after the choice was taken back');
    await pageB.keyboard.press('2');
    await open(0);
    await level(pageB, 'green');
    await until('the choice on the other desk', async () => (await subject(pageA)) !== standing && (await pageA.locator('[data-kind=clash_settled]').count()) === 6);
    yes((await at(pageA, 'original').innerText()).includes(narrative), 'the words as first recorded');
    await picture(pageA, 'clash-other');
  });
});
