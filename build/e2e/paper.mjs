// Papers over the real bindings: a receipt with Ctrl+P, its copy, the other
// papers, the letterhead, the code scanned back and judged by the desk and by
// the server's page, and a thermal printer that is a file.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { act, at, field, level, openDetail, record, setUp } from './desk.mjs';
import { Desk, filesUnder, folder, open, picture, same, scenario, Server, step, until, viewer, yes } from './harness.mjs';

const office = '63.03.05';
const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const form = [
  ['reporter.name', 'Nurhayati binti Ali'], ['reporter.idNumber', '6303051204857781'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Melati RT 02'],
  ['reporter.phone', '081251234567'], ['subject', 'Lampu jalan padam di gang Melati'], ['narrative', 'Sudah seminggu penerangan mati.'], ['category', 'Infrastruktur'],
];

const words = (pdf) => execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');

/** What a phone reads from the first page. */
function scanned(pdf) {
  const to = path.join(folder('scan'), 'page');
  execFileSync('pdftoppm', ['-r', '203', '-png', '-l', '1', pdf, to]);
  return execFileSync('zbarimg', ['--raw', '-q', ...filesUnder(path.dirname(to))], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n')[0];
}

/** Waits for the words of the next print and gives the path of its PDF. */
async function printed(page, doing, before = '') {
  await doing();
  const file = await until('the path of the paper', async () => {
    const now = (await at(page, 'printed-path').count()) ? await at(page, 'printed-path').textContent() : '';
    return now !== before && now;
  });
  yes(existsSync(file), `no file ${file}`);
  return file;
}

await scenario(async () => {
  const opened = viewer();

  const server = new Server(folder('pusat'));
  const desk = new Desk('loket-a', folder('loket-a'));
  let page, first, receipt, code;
  const go = (name, run) => step(name, run, () => [page]);

  await go('a desk with a letterhead', async () => {
    server.run('office', 'add', '--code', office, '--name', 'Kecamatan Martapura');
    await server.start();
    await desk.start();
    page = await open(desk);
    await setUp(page, server.enrolmentCode(office), siti);
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await field(page, 'address').fill('Jl. Ahmad Yani Km 39, Martapura 70611');
    await field(page, 'phone').fill('(0511) 4721234');
    await field(page, 'headName').fill('H. Muhammad Noor, S.Sos.');
    await field(page, 'headName').press('Control+Enter');
    await until('saved', () => at(page, 'kop-save').isDisabled());
    yes((await at(page, 'kop-preview').innerText()).includes('Km 39'), 'the preview of the letterhead');
    await at(page, 'kop').scrollIntoViewIfNeeded();
    await picture(page, 'paper-kop');
  });

  await go('Ctrl+P right after saving prints the receipt', async () => {
    first = await record(page, form);
    receipt = await printed(page, () => page.keyboard.press('Control+P'));
    const text = words(receipt);
    for (const part of [first.number, 'Nurhayati binti Ali', '7781', 'Jalan Melati RT 02', 'Lampu jalan padam', first.due, 'KECAMATAN MARTAPURA', 'Km 39', 'Ombudsman']) yes(text.includes(part), `the receipt lacks ${part}: ${text}`);
    for (const never of ['SALINAN', '6303051204857781', '081251234567']) yes(!text.includes(never), `the receipt says ${never}`);
    await until('the viewer', () => existsSync(opened) && readFileSync(opened, 'utf8').includes(receipt));
    yes(!path.basename(receipt).includes('Nurhayati'), receipt);
    await picture(page, 'paper-recorded');
  });

  await go('printing again gives a copy that says so', async () => {
    const copy = await printed(page, () => page.keyboard.press('Control+P'), receipt);
    yes(words(copy).includes('SALINAN ke-1'), words(copy));
    yes((await at(page, 'printed').innerText()).includes('Salinan ke-1'), 'the screen does not say that it is a copy');
  });

  await go('the menu of papers by keyboard; the history tells', async () => {
    await openDetail(page, first.number);
    await at(page, 'print-menu').focus();
    await page.keyboard.press('Enter');
    await at(page, 'print-receipt').waitFor();
    await picture(page, 'paper-menu');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const sheet = await printed(page, () => page.keyboard.press('Enter'));
    yes(words(sheet).includes('LEMBAR DISPOSISI') && words(sheet).includes(first.number), words(sheet));
    await until('the timeline', async () => (await page.locator('[data-testid=timeline-item]', { hasText: 'mencetak tanda terima' }).count()) === 2);
    yes((await page.locator('[data-testid=timeline-item]', { hasText: 'mencetak lembar disposisi' }).count()) === 1, 'the disposition is not noted');
    await at(page, 'print-menu').click();
    await at(page, 'print-reply').click();
    await until('no answer yet', async () => (await at(page, 'fault').innerText()).includes('Belum ada jawaban'));
    await act(page, 'verify', {}, 'verified');
    await act(page, 'answer', { text: 'Lampu sudah diganti pada hari ini.' }, 'answered');
    await at(page, 'print-menu').click();
    const letter = await printed(page, () => at(page, 'print-reply').click(), sheet);
    for (const part of ['Yth. Nurhayati binti Ali', 'Lampu sudah diganti', 'H. Muhammad Noor']) yes(words(letter).includes(part), words(letter));
    await picture(page, 'paper-detail');
  });

  await go('the receipt is scanned and judged without a line', async () => {
    await level(page, 'green');
    await server.stop();
    code = scanned(receipt);
    yes(code.startsWith(`LA1.${first.number}.`), `the code holds ${code}`);
    const judge = async (text, verdict) => {
      await page.keyboard.press('F7');
      await at(page, 'receipt-text').fill(text);
      await page.keyboard.press('Enter');
      await until(`verdict ${verdict}`, async () => (await at(page, 'receipt-verdict').count()) && (await at(page, 'receipt-verdict').getAttribute('data-verdict')) === verdict);
      return at(page, 'receipt-verdict').innerText();
    };
    const said = await judge(code, 'genuine');
    for (const part of [first.number, 'Sah', 'Kecamatan Martapura']) yes(said.includes(part), said);
    await picture(page, 'paper-check');
    await judge(code.replace('.20', '.21'), 'false');
    await picture(page, 'paper-check-false');
    const typed = /Kode ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/.exec(words(receipt))[1];
    await judge(`${first.number.toLowerCase()} ${typed.toLowerCase()}`, 'genuine');
    await judge(`${first.number} 0000-0000-0000`, 'unknown');
    await page.keyboard.press('F7');
    await at(page, 'receipt-text').fill('halo');
    await page.keyboard.press('Enter');
    await until('said at the field', async () => (await at(page, 'receipt-text').getAttribute('aria-invalid')) === 'true');
    await judge(code, 'genuine');
    await at(page, 'receipt-open').click();
    await at(page, 'detail-number').waitFor();
    await server.start();
  });

  await go("a citizen's phone on the server's page", async () => {
    const phone = await open({ name: 'phone', address: `${server.address}/T/${code}` });
    await phone.setViewportSize({ width: 390, height: 760 });
    const text = await phone.locator('main').innerText();
    for (const part of ['Sah', first.number, 'Kecamatan Martapura', 'Ditanggapi']) yes(text.includes(part), text);
    for (const never of ['Nurhayati', 'Lampu', '7781']) yes(!text.includes(never), `the page says ${never}`);
    await picture(phone, 'paper-page');
    await phone.goto(`${server.address}/T/${code.replace('.20', '.21')}`);
    yes((await phone.locator('main').innerText()).includes('Tidak sah'), 'the page takes an altered receipt');
    await phone.context().close();
  });

  await go('the register on paper', async () => {
    await page.evaluate(() => { window.location.hash = '/laporan'; });
    const register = await printed(page, () => at(page, 'print-register').click());
    const text = words(register);
    for (const part of ['BUKU REGISTER PENGADUAN', 'Nurhayati', 'Halaman 1 dari 1', 'Mengetahui']) yes(text.includes(part), text);
    yes(!text.includes('6303051204857781'), 'the register says a whole NIK');
    await picture(page, 'paper-register');
  });

  await go('a thermal printer: off, then on', async () => {
    const roll = path.join(folder('struk'), 'nowhere', 'lp0');
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await field(page, 'receipt').selectOption('58');
    await field(page, 'raw').locator('label', { hasText: 'Ya' }).click();
    await field(page, 'target').fill(roll);
    await picture(page, 'paper-printer');
    await at(page, 'printing-save').click();
    await until('saved', () => at(page, 'printing-save').isDisabled());
    await openDetail(page, first.number);
    await page.keyboard.press('Control+P');
    await until('the printer does not answer', async () => (await at(page, 'fault').count()) && (await at(page, 'fault').innerText()).includes('Aduan tetap tersimpan'));
    folder('struk/nowhere');
    await page.keyboard.press('Control+P');
    await until('the roll', () => existsSync(roll));
    await until('the words', async () => (await at(page, 'printed').innerText()).includes('dikirim ke pencetak'));
    const raw = readFileSync(roll, 'latin1');
    for (const part of ['\x1b@', first.number, 'SALINAN ke-2', '\x1d(k', `LA1.${first.number}.`]) yes(raw.includes(part), `the roll lacks ${JSON.stringify(part)}`);
  });

  await go('no paper lies in the clear when the program has ended', async () => {
    await desk.stop();
    await server.stop();
    const left = filesUnder(desk.dir).filter((f) => f.endsWith('.pdf'));
    same(left.join('\n'), '', 'PDFs on the disk');
  });
});
