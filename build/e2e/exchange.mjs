// Between desks and the regency as clerks see it: two desks write different
// things, one settles it by keyboard and takes it back.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { accessible, inColours } from './axe.mjs';
import { act, at, field, find, focused, level, openDetail, record, setUp, signIn, tryNow } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, Server, step, until, yes } from './harness.mjs';

const office = '63.03.05';
const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const budi = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const narrative = 'Papan jembatan lepas sejak banjir hari Minggu. Anak sekolah menyeberang lewat bambu dan sudah dua orang terjatuh.';

/** A picture, and nothing serious for axe in light and dark. */
async function look(page, name) {
  await inColours(page, (colour) => accessible(page, `${name}, ${colour}`));
  await picture(page, name);
}

/** Corrects the open complaint. */
async function correct(page, values) {
  await at(page, 'act-correct').click();
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
  await page.keyboard.press('Control+Enter');
  await field(page, 'subject').waitFor({ state: 'detached' });
}

/** Asks the server's database while it runs, or changes it while it is stopped. */
const sql = (server, query) => execFileSync('sqlite3', [path.join(server.dir, 'pusat.db'), query], { encoding: 'utf8' }).split('\n').filter(Boolean);

/** What the desk remembers as the error of its clock; while it is stopped. No program can set the clock of Go from outside. */
const clockError = (desk, ms) => execFileSync('sqlite3', [path.join(desk.dir, 'register.db'), `INSERT OR REPLACE INTO meta (key, value) VALUES ('p:clock_offset_ms', CAST('${ms}' AS BLOB))`]);
const seen = (server, kind) => Number(sql(server, `SELECT count(*) FROM entry WHERE kind = '${kind}'`)[0]);

/** Notes every level that the header shows from now on. */
const watchLevel = (page) => page.evaluate(() => {
  window.levels = [];
  const status = () => document.querySelector('[data-testid=sync-status]')?.dataset.level;
  let last = status();
  new MutationObserver(() => {
    if (status() === last) return;
    last = status();
    window.levels.push(last);
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
});
/** Notes what the header says when the form of an act has gone: two frames, in which the window draws what it knows. */
const watchSave = (page, form) => page.evaluate((id) => {
  let seen = false;
  window.atSave = '';
  const frame = () => new Promise((done) => { requestAnimationFrame(done); });
  const watch = new MutationObserver(async () => {
    const there = document.querySelector(`[data-testid=${id}]`) !== null;
    if (there || !seen) { seen ||= there; return; }
    watch.disconnect();
    await frame();
    await frame();
    window.atSave = document.querySelector('[data-testid=sync-status]').dataset.level;
  });
  watch.observe(document.body, { subtree: true, childList: true });
}, form);
const levels = (page) => page.evaluate(() => window.levels);

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

  await go('green only when the regency has it all', async () => {
    await openDetail(pageA, first.number);
    await server.stop();
    await watchLevel(pageA);
    await watchSave(pageA, 'act-form-note');
    await act(pageA, 'note', { text: 'Warga menelepon lagi, minta kabar.' }, 'received');
    same(await until('what the header says when the form is gone', () => pageA.evaluate(() => window.atSave)), 'waiting', 'the header in the moment of the save');
    await pageA.keyboard.press('F9');
    await at(pageA, `waiting-${first.number}`).waitFor();
    same(await at(pageA, `waiting-${first.number}`).getAttribute('data-state'), 'local', 'state of what waits');
    await until('the line is told to be down', async () => (await at(pageA, 'sync-line').innerText()) === 'Tidak tersambung');
    await until('a countdown', async () => (await at(pageA, 'sync-next').count()) === 1);
    await look(pageA, 'sync-waiting');
    const before = seen(server, 'noted');
    same((await levels(pageA)).filter((l) => l === 'green').length, 0, 'times that green was shown while a note waits');
    await server.start();
    await pageA.keyboard.press('c');
    await level(pageA, 'green');
    same(seen(server, 'noted'), before + 1, 'notes at the server when green is shown');
    const shown = await levels(pageA);
    same(shown.filter((l) => l === 'green').length, 1, `green among ${shown}`);
    await until('nothing waits any more', async () => (await at(pageA, 'waiting').count()) === 0);
    await look(pageA, 'sync-empty');
  });

  await go('the journal is checked', async () => {
    await at(pageA, 'journal-check').focus();
    await pageA.keyboard.press('Enter');
    await at(pageA, 'journal-result').waitFor();
    same(await at(pageA, 'journal-result').getAttribute('data-good'), 'true', await at(pageA, 'journal-result').innerText());
    await look(pageA, 'sync-journal');
  });

  await go('set aside by the regency, corrected, sent again', async () => {
    // An administrator's mistake: the regency no longer knows that the office has this complaint.
    await openDetail(pageB, first.number);
    await server.stop();
    const id = await pageB.evaluate(() => window.location.hash.split('/').pop());
    const gone = sql(server, `SELECT stream || '|' || office FROM stream_office WHERE stream = '${id}'`);
    yes(gone.length > 0, 'the office had the complaint');
    sql(server, `DELETE FROM stream_office WHERE stream = '${id}'`);
    await act(pageB, 'note', { text: 'Sudah ditinjau petgas desa.' }, 'received');
    await server.start();
    await level(pageB, 'attention');
    await until('the complaint says so', async () => (await at(pageB, 'detail-way').getAttribute('data-sync')) === 'attention');
    await look(pageB, 'detail-aside');
    await at(pageB, 'to-aside').focus();
    await pageB.keyboard.press('Enter');
    await until('focus on what was written', async () => (await focused(pageB)) === 'aside-text');
    yes((await at(pageB, 'aside-reason').innerText()).includes('bukan milik kantor ini'), 'the reason is said');
    await look(pageB, 'sync-aside');
    await server.stop();
    for (const row of gone) sql(server, `INSERT INTO stream_office VALUES ('${row.split('|')[0]}', '${row.split('|')[1]}')`);
    await server.start();
    await at(pageB, 'aside-text').fill('Sudah ditinjau petugas desa.');
    await pageB.keyboard.press('Control+Enter');
    await level(pageB, 'green');
    await openDetail(pageA, first.number);
    await until('the corrected note on the other desk', async () => (await pageA.locator('[data-kind=noted]', { hasText: 'Sudah ditinjau petugas desa.' }).count()) === 1);
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
    await look(pageB, 'clash');
  });

  await go('the clashes are found', async () => {
    await pageB.keyboard.press('F6');
    await at(pageB, 'work-group-clash').waitFor();
    await look(pageB, 'clash-work');
    await pageB.keyboard.press('F3');
    await at(pageB, 'count-clashes').click();
    await at(pageB, `row-${first.number}`).waitFor();
    await look(pageB, 'clash-list');
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
    await look(pageB, 'clash-settled');
    await pageB.keyboard.press('u');
    await open(1);
    same(await subject(pageB), standing, 'subject after the choice was taken back');
    await pageB.keyboard.press('2');
    await open(0);
    await level(pageB, 'green');
    await until('the choice on the other desk', async () => (await subject(pageA)) !== standing && (await pageA.locator('[data-kind=clash_settled]').count()) === 6);
    yes((await at(pageA, 'original').innerText()).includes(narrative), 'the words as first recorded');
    await look(pageA, 'clash-other');
  });

  await go('a wrong clock: said, worked with, put right, the receipt asked about', async () => {
    await Promise.all([server.stop(), a.stop()]);
    clockError(a, 3 * 3_600_000);
    await a.start();
    await pageA.context().close();
    pageA = await open(a);
    await signIn(pageA, siti);
    await at(pageA, 'clock-banner').waitFor();
    yes((await at(pageA, 'clock-banner').innerText()).includes('terlalu lambat 3 jam'), 'how wrong the clock is');
    const late = await record(pageA, [
      ['reporter.name', 'Noor Halimah'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Sekumpul'],
      ['subject', 'Saluran air tersumbat'], ['narrative', 'Air meluap ke rumah.'], ['category', 'Pekerjaan'],
    ]);
    await openDetail(pageA, late.number);
    const times = () => pageA.locator('[data-kind=received] time').innerText();
    yes(/WITA \(jam PC saat itu \d\d\/\d\d\/\d{4} \d\d\.\d\d\)\.$/.test(await times()), `true time and that of the clock: ${await times()}`);
    await look(pageA, 'clock-banner');
    await server.start();
    await tryNow(pageA);
    await level(pageA, 'green');
    await until('the banner goes', async () => (await at(pageA, 'clock-banner').count()) === 0);
    await openDetail(pageA, late.number);
    await at(pageA, 'clash-receivedAt').waitFor();
    yes(!(await times()).includes('jam PC'), `the clock was right after all: ${await times()}`);
    await look(pageA, 'clock-receipt');
    await pageA.keyboard.press('2');
    await at(pageA, 'settled-receivedAt').waitFor();
    await level(pageA, 'green');
    await tryNow(pageB);
    await openDetail(pageB, late.number);
    await until('the choice on the other desk', async () => (await pageB.locator('[data-kind=clash_settled]').count()) === 1);
    yes(!(await pageB.locator('[data-kind=received] time').innerText()).includes('jam PC'), 'the other desk shows the true time');
  });
});
