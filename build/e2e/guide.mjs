// The pictures of the manual inside the program, made anew from the real screens
// of a practice register: `bash build/screens --guide`. Small, so that they weigh
// little in the program; the text beside them is frontend/src/text/guide.ts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at, field, openForm, record, setUp, typeAll } from './desk.mjs';
import { Desk, folder, open, root, scenario, Server, step, until, yes } from './harness.mjs';
import { next } from './importing.mjs';

const pictures = path.join(root, 'frontend/src/features/help/pictures');
const mostBytes = 60_000;
const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const reporter = [['reporter.name', 'Aminah binti Ali'], ['reporter.idNumber', '6303055212900001'], ['reporter.phone', '081234567890'], ['reporter.village', 'Bincau'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Melati RT 3']];
const content = [['subject', 'Papan jembatan gantung lepas'], ['narrative', 'Papan jembatan gantung RT 3 lepas sejak banjir. Kemarin anak sekolah terperosok. Mohon segera diperbaiki.'], ['category', 'Infra']];

let total = 0;

/** A part of the screen as WebP; height cuts what is further down. */
async function take(page, name, place, { height = 2000, below = 0 } = {}) {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(250);
  const box = place ? await place.boundingBox() : { x: 0, y: 0, ...page.viewportSize() };
  const size = page.viewportSize();
  const clip = { x: box.x, y: box.y + below, width: box.width, height: Math.min(box.height - below, height, size.height - box.y - below) };
  const png = (await page.screenshot({ clip })).toString('base64');
  const webp = await page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    // Flat colours and letters are often smaller without loss, and sharper.
    const tries = await Promise.all([1, 0.75].map((quality) => canvas.convertToBlob({ type: 'image/webp', quality })));
    const bytes = new Uint8Array(await tries.sort((a, b) => a.size - b.size)[0].arrayBuffer());
    return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
  }, png);
  const bytes = Buffer.from(webp, 'base64');
  total += bytes.length;
  console.log(`      ${name}.webp ${Math.round(clip.width)} x ${Math.round(clip.height)}, ${Math.round(bytes.length / 1000)} KB`);
  yes(bytes.length <= mostBytes, `${name}.webp has ${bytes.length} bytes`);
  writeFileSync(path.join(pictures, `${name}.webp`), bytes);
}

/** Puts the hints of first use away: they have no place in the manual. */
const noHints = (page) => page.evaluate(() => window.go.desktop.Desk.SetLook({ scheme: 'light', size: '', hintsOff: ['work', 'list', 'record', 'detail', 'calendar', 'sync'] }));

await scenario(async () => {
  mkdirSync(pictures, { recursive: true });
  const server = new Server(folder('pusat'));
  const practice = new Desk('latihan', folder('latihan'));
  const real = new Desk('loket', folder('loket'));
  let page;
  const go = (name, run) => step(name, run, () => [page]);
  const main = () => page.locator('#main');
  const to = async (address) => {
    await page.evaluate((hash) => { window.location.hash = hash; }, address);
    await page.waitForTimeout(500);
  };
  const ready = async () => {
    await noHints(page);
    await page.reload();
    await at(page, 'sync-status').waitFor();
    await page.setViewportSize({ width: 1120, height: 640 });
  };

  await go('a practice register', async () => {
    await practice.start();
    page = await open(practice);
    await at(page, 'practice-start').click();
    await at(page, 'work-open').waitFor({ timeout: 120_000 });
    await ready();
    await to('/');
    await take(page, 'latihan', null, { height: 360 });
    await take(page, 'hari-ini', main(), { height: 420 });
  });

  let code;
  await go('recording', async () => {
    await page.setViewportSize({ width: 1366, height: 700 });
    await openForm(page);
    await typeAll(page, [...reporter, ...content]);
    await until('the draft', async () => (await at(page, 'draft-line').textContent()).trim() !== '');
    await page.keyboard.press('Tab');
    await field(page, 'reporter.name').focus();
    await page.locator('form').first().evaluate((form) => form.querySelectorAll('*').forEach((e) => e.scrollTo({ top: 0 })));
    await take(page, 'catat', main(), { height: 540 });
    await page.setViewportSize({ width: 1120, height: 640 });
    await page.keyboard.press('Control+Enter');
    await at(page, 'recorded-number').waitFor();
    await take(page, 'tersimpan', page.locator('[role=status]', { has: at(page, 'recorded-number') }));
    await page.keyboard.press('Control+p');
    const pdf = await until('the receipt', async () => (await at(page, 'printed-path').count()) && at(page, 'printed-path').textContent());
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
    code = `${(await at(page, 'recorded-number').textContent()).trim()} ${/Kode ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/.exec(text)[1]}`;
  });

  await go('finding, handling', async () => {
    await page.keyboard.press('F3');
    await at(page, 'search').fill('sungai');
    await page.waitForTimeout(700);
    await take(page, 'daftar', main(), { height: 420 });
    await at(page, 'search').fill('');
    await to('/aduan?status=in_progress');
    const rows = await page.evaluate(async () => (await window.go.desktop.Desk.List({ query: '', states: ['in_progress'], classes: [], categories: [], kinds: [], due: '', dueFrom: '', dueTo: '', openOnly: true, sort: '', offset: 0, limit: 1 })).rows);
    await to(`/aduan/${rows[0].id}`);
    await at(page, 'detail-number').waitFor();
    await take(page, 'rincian', main(), { height: 560 });
    await page.setViewportSize({ width: 1120, height: 1000 });
    await at(page, 'act-answer').click();
    await at(page, 'act-form-answer').waitFor();
    await field(page, 'text').fill('Perbaikan dikerjakan pekan ini oleh Dinas PUPR. Terima kasih atas laporannya.');
    await take(page, 'jawab', page.locator('section', { has: at(page, 'act-form-answer') }));
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1120, height: 640 });
    await page.waitForTimeout(200);
    await page.keyboard.press('Alt+k');
    await at(page, 'day-calendar').waitFor();
    await take(page, 'kenapa', page.getByRole('dialog').last(), { height: 560 });
    await page.keyboard.press('Escape');
  });

  await go('calendar, papers, reports, import, lock', async () => {
    await to('/kalender');
    await take(page, 'kalender', main(), { height: 420 });
    await to('/periksa');
    await at(page, 'receipt-text').fill(code);
    await page.keyboard.press('Enter');
    await at(page, 'receipt-verdict').waitFor();
    await take(page, 'periksa', main(), { height: 520 });
    await to('/laporan');
    await take(page, 'laporan', main(), { height: 480 });
    await to('/impor');
    await field(page, 'path').fill(path.join(root, 'internal/ledger/testdata/17-missing-date.csv'));
    await field(page, 'path').press('Enter');
    await at(page, 'import-file').waitFor();
    for (const name of ['columns', 'dates', 'trial']) await next(page, name);
    await at(page, 'import-trial').waitFor();
    await page.waitForTimeout(800);
    await take(page, 'impor', main(), { height: 520 });
    await page.keyboard.press('Control+l');
    await field(page, 'password').waitFor();
    await page.setViewportSize({ width: 720, height: 620 });
    await take(page, 'kunci', null, { below: 40 });
    await page.getByText('Lupa kata sandi?').click();
    await field(page, 'recoveryCode').waitFor();
    await page.setViewportSize({ width: 720, height: 760 });
    await take(page, 'pulih', page.locator('main'));
  });

  await go('a desk without a line', async () => {
    server.run('office', 'add', '--code', '63.03.05', '--name', 'Kecamatan Martapura');
    await server.start();
    await real.start();
    page = await open(real);
    await setUp(page, server.enrolmentCode('63.03.05'), siti);
    await until('all of it received', async () => (await at(page, 'sync-status').getAttribute('data-level')) === 'green');
    await ready();
    await server.stop();
    await record(page, [...reporter, ...content]);
    await to('/kiriman');
    await at(page, 'waiting-total').waitFor();
    await until('the line is told to be down', async () => (await at(page, 'sync-line').innerText()) === 'Tidak tersambung');
    await take(page, 'kiriman', main(), { height: 480 });
  });
  console.log(`      ${Math.round(total / 1000)} KB in all`);
});
