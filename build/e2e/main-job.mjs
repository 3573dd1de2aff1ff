// The main job, from the counter to the central server and back: two desks of
// one office, one server, the line cut and a desk killed on the way.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { act, at, exportAll, field, find, level, openDetail, record, refused, setUp, signIn, typeAll, unsent } from './desk.mjs';
import { dueByCommand } from './due.mjs';
import { Desk, filesUnder, folder, open, out, same, scenario, Server, step, until, yes } from './harness.mjs';

const office = '63.03.05';
const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const budi = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const reporter = { name: 'Rahmadi Zulkarnain', nik: '6303051204850001', phone: '081251234567', address: 'Jalan Melati RT 02' };
const subject = 'Lampu jalan padam di gang Melati';
const narrative = 'Sudah seminggu penerangan mati sehingga warga jatuh terperosok.';

// A civil day of Banjar (WITA), some days from now.
const day = (shift = 0) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Makassar' }).format(Date.now() + shift * 86_400_000);
const typed = (date) => date.split('-').reverse().join('/');

/** Opens the workbook with another program than the one that wrote it. */
function readBack(file) {
  const dir = folder('readback');
  execFileSync('soffice', [`-env:UserInstallation=file://${path.join(out, 'office-profile')}`, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1', '--outdir', dir, file], { stdio: 'ignore', timeout: 120_000 });
  return filesUnder(dir).map((f) => readFileSync(f, 'utf8')).join('\n');
}

await scenario(async () => {
  const server = new Server(folder('pusat'));
  const a = new Desk('loket-a', folder('loket-a'));
  const b = new Desk('loket-b', folder('loket-b'));
  let pageA, pageB, first, late, nobody, workbook;
  const go = (name, run) => step(name, run, () => [pageA, pageB]);

  await go('server: offices, start', async () => {
    server.run('office', 'add', '--code', office, '--name', 'Kecamatan Martapura');
    server.run('office', 'add', '--code', '63.03.07', '--name', 'Kecamatan Astambul');
    await server.start();
  });

  await go('first run of a desk with an enrolment code', async () => {
    await a.start();
    pageA = await open(a);
    const recovery = await setUp(pageA, server.enrolmentCode(office), siti);
    yes(recovery.length >= 16, `recovery code is only ${recovery}`);
    await level(pageA, 'green');
  });

  await go('record a complaint by keyboard, see number and due date', async () => {
    const received = day();
    first = await record(pageA, [
      ['reporter.name', reporter.name], ['reporter.idNumber', reporter.nik], ['reporter.sex', 'L'], ['reporter.address', reporter.address],
      ['reporter.phone', reporter.phone], ['subject', subject], ['narrative', narrative], ['category', 'Infrastruktur'],
    ]);
    yes(/^63\.?03\.?05-A-\d{4}-\d+-\w$/.test(first.number), `register number ${first.number}`);
    // Around midnight the day may have turned while typing.
    yes([received, day()].map((d) => dueByCommand(d, 14)).includes(first.preview), `due date ${first.preview}, command line says ${dueByCommand(received, 14)}`);
    yes(first.due.includes(first.preview.slice(0, 4)), `due date on the screen: ${first.due}`);
    await level(pageA, 'green');
  });

  await go('late paper form: anonymous, by proxy, without NIK', async () => {
    const received = day(-5);
    late = await record(pageA, [
      ['anonymous', true], ['reporter.name', 'Noor Halimah'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Sekumpul'],
      ['reporter.byProxy', true], ['reporter.proxyName', 'Hasan Basri'], ['receivedAt', `${typed(received)} 10.15`], ['subject', 'Pungutan pada pengurusan kartu keluarga'],
      ['narrative', 'Diminta membayar tanpa kuitansi.'], ['category', 'Sikap'],
    ]);
    same(late.preview, dueByCommand(received, 14), 'due date counted from the day of receipt');
  });

  await go('report without any identity', async () => {
    await pageA.keyboard.press('F2');
    await field(pageA, 'reporter.unidentified').check();
    await field(pageA, 'subject').focus();
    await typeAll(pageA, [['subject', 'Jembatan gantung rusak'], ['narrative', 'Papan lantai lepas tiga lembar.'], ['category', 'Pekerjaan']]);
    await pageA.keyboard.press('Control+Enter');
    nobody = (await at(pageA, 'recorded-number').textContent()).trim();
    yes(new Set([first.number, late.number, nobody]).size === 3, 'a register number came twice');
  });

  await go('search by number, name, word, NIK, phone', async () => {
    for (const words of [first.number, 'zulkarnain', 'Rahmadi Zul', 'terperosok', 'terper', reporter.nik, reporter.phone]) await find(pageA, words, [first.number]);
    await find(pageA, 'sekumpul bukan ini', []);
    await find(pageA, '', [first.number, late.number, nobody]);
  });

  await go('detail and refused acts', async () => {
    await openDetail(pageA, first.number);
    const text = await pageA.locator('#main').innerText();
    for (const words of [subject, narrative]) yes(text.includes(words), `detail lacks: ${words}`);
    await refused(pageA, 'archive', 'text');
    await refused(pageA, 'request_completion', 'text');
  });

  await go('acts: completion, verify, forward', async () => {
    await act(pageA, 'request_completion', { text: 'Foto tiang lampu' }, 'awaiting_completion');
    await act(pageA, 'complete', { text: 'Foto diterima' }, 'received');
    await act(pageA, 'verify', {}, 'verified');
    await refused(pageA, 'forward', 'office');
    await act(pageA, 'forward', { office: 'Astambul', text: 'Mohon ditindaklanjuti' }, 'forwarded');
    await level(pageA, 'green');
  });

  await go('server stopped: waiting is told, work goes on', async () => {
    await server.stop();
    await act(pageA, 'follow_up', { text: 'Petugas meninjau lokasi' }, 'in_progress');
    await level(pageA, 'waiting');
    yes((await unsent(pageA)) > 0, 'nothing is told as unsent');
    await act(pageA, 'interim_reply', { text: 'Sedang dipesan lampu baru' }, 'in_progress');
    await act(pageA, 'note', { text: 'Suku cadang dari Banjarmasin' }, 'in_progress');
  });

  await go('server started again: all received', async () => {
    await server.start();
    await level(pageA, 'green');
    same(await unsent(pageA), 0, 'unsent');
  });

  await go('answer, response, close, reopen, close', async () => {
    await act(pageA, 'answer', { text: 'Lampu sudah diganti' }, 'answered');
    await act(pageA, 'respond', { satisfied: 'tidak', text: 'Masih redup' }, 'answered');
    await act(pageA, 'reopen', { text: 'Pelapor belum puas' }, 'reopened');
    await act(pageA, 'answer', { text: 'Lampu diganti yang lebih terang' }, 'answered');
    await refused(pageA, 'close', 'text');
    await act(pageA, 'close', { text: 'Jalan terang kembali', on: typed(day()), satisfaction: '4' }, 'closed');
  });

  await go('archive needs a reason', async () => {
    await openDetail(pageA, nobody);
    await act(pageA, 'archive', { why: 'tidak_jelas', text: 'Letak jembatan tidak disebut' }, 'archived');
  });

  await go('a second desk of the office sees the work, and the first sees its', async () => {
    await b.start();
    pageB = await open(b);
    await setUp(pageB, server.enrolmentCode(office), budi);
    await pageB.keyboard.press('F3');
    await until('the complaints of the first desk', async () => (await pageB.locator('tr[data-testid^="row-"]').count()) > 0);
    await openDetail(pageB, late.number);
    await act(pageB, 'verify', {}, 'verified');
    await openDetail(pageA, late.number);
    await until('the act of the second desk', async () => (await at(pageA, 'detail-state').getAttribute('data-state')) === 'verified');
    const other = await record(pageB, [
      ['reporter.name', 'Gusti Fauzan'], ['reporter.idNumber', '6303051708900002'], ['reporter.sex', 'L'], ['reporter.address', 'Antasan Senor'],
      ['subject', 'Saluran air tersumbat'], ['narrative', 'Air meluap ke rumah.'], ['category', 'Pekerjaan'],
    ]);
    yes(other.number.includes('-B-'), `number of the second desk: ${other.number}`);
    await find(pageA, other.number, [other.number]);
  });

  await go('a draft survives kill -9 of the desk', async () => {
    await pageA.keyboard.press('F2');
    await field(pageA, 'reporter.name').waitFor();
    await typeAll(pageA, [['reporter.name', 'Masriah'], ['subject', 'Belum selesai diketik'], ['narrative', 'Kalimat yang terpotong']]);
    await at(pageA, 'draft-line').locator('*').first().waitFor();
    await pageA.waitForTimeout(1000); // a draft is at most a second old
    await a.kill();
    await a.start();
    await pageA.context().close();
    pageA = await open(a);
    await signIn(pageA, siti);
    await pageA.keyboard.press('F2');
    const draft = pageA.locator('[data-testid^="draft-"]', { hasText: 'Belum selesai diketik' });
    await draft.getByRole('button').first().click();
    await until('the typed words', async () => (await field(pageA, 'narrative').inputValue()) === 'Kalimat yang terpotong');
    same(await field(pageA, 'reporter.name').inputValue(), 'Masriah', 'name in the draft');
  });

  await go('export, opened by another program', async () => {
    workbook = await exportAll(pageA, typed(day(-30)), typed(day()));
    const text = readBack(workbook);
    for (const words of [first.number, late.number, reporter.nik, reporter.phone, subject]) yes(text.includes(words), `workbook lacks ${words}`);
  });

  await go('no typed word on any disk, journals whole', async () => {
    await Promise.all([a.stop(), b.stop()]);
    await server.stop();
    const words = [reporter.name, 'Zulkarnain', reporter.nik, reporter.phone, 'terperosok', subject, 'Masriah'];
    const findIn = (files) => files.flatMap((file) => {
      const bytes = readFileSync(file);
      return words.filter((w) => bytes.includes(w) || bytes.includes(Buffer.from(w, 'utf16le'))).map((w) => `${path.relative(out, file)}: ${w}`);
    });
    yes(findIn(filesUnder(path.join(out, 'readback'))).length > 0, 'the search finds nothing even in the readable export');
    const files = [server.dir, a.dir, b.dir].flatMap(filesUnder).filter((f) => !f.includes('/ekspor/'));
    yes(files.length > 5, 'there are no files to look into');
    same(findIn(files).join('\n'), '', 'readable on disk');
    yes(server.run('journal', 'verify').includes('utuh'), 'journal verify');
  });
});
