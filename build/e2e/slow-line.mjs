// What a clerk sees of a bad line and of no line at all: a new PC that is being
// filled, a file on its way, the USB stick, a PC put back from a backup.
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accessible } from './axe.mjs';
import { at, find, level, listed, openDetail, record, setUp, signIn, toLine, tryNow } from './desk.mjs';
import { Desk, filesUnder, folder, open, picture, same, scenario, Server, step, until, yes } from './harness.mjs';
import { begin, next, oldRegister, openFile } from './importing.mjs';
import { Line } from './line.mjs';

const office = '63.03.05';
const head = { name: 'Camat Martapura', username: 'camat', role: 'admin', password: 'loket-satu-aman' };
const clerk = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const many = 3000;
const thin = 8_000; // bytes a second: 64 kbit/s

const complaint = (subject) => [
  ['reporter.name', 'Noor Halimah'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Sekumpul'],
  ['subject', subject], ['narrative', 'Air meluap ke rumah.'], ['category', 'Pekerjaan'],
];

await scenario(async () => {
  const server = new Server(folder('pusat'));
  const line = new Line(server);
  const a = new Desk('loket-a', folder('loket-a'));
  const b = new Desk('loket-b', folder('loket-b'));
  const stick = folder('usb');
  const old = path.join(folder('berkas'), 'register 2019.csv');
  oldRegister(old, many, () => `, ${randomBytes(8).toString('hex')}`); // so that it does not pack to nothing
  let page, other, newest, id;
  const go = (name, run) => step(name, run, () => [page, other]);

  await go(`a desk with ${many} complaints`, async () => {
    server.run('office', 'add', '--code', office, '--name', 'Kecamatan Martapura');
    await server.start();
    await a.start();
    page = await open(a);
    await setUp(page, server.enrolmentCode(office), head);
    await openFile(page, old);
    for (const name of ['columns', 'dates', 'trial']) await next(page, name);
    await begin(page);
    await at(page, 'import-result').waitFor({ timeout: 120_000 });
    newest = (await record(page, complaint('Saluran air paling baru'))).number;
    await level(page, 'green');
    same(await listed(page), many + 1, 'complaints');
  });

  await go('a new PC on a slow line: progress is shown, the newest is there, work goes on', async () => {
    await line.start();
    line.rate = thin;
    await b.start();
    other = await open(b);
    const straight = server.address;
    server.address = line.address; // what the code leads to
    await setUp(other, server.enrolmentCode(office), clerk);
    server.address = straight;
    await at(other, 'sync-fill').waitFor();
    yes(/\d+ %/.test(await at(other, 'sync-fill').innerText()), `progress in the header: ${await at(other, 'sync-fill').innerText()}`);
    await find(other, newest, [newest]);
    yes((await at(other, 'list-filling').innerText()).includes('Mengisi PC ini'), 'the list says that it is not complete');
    const here = await listed(other);
    yes(here >= 1 && here < many, `${here} of ${many} are here`);
    await accessible(other, 'list while filling');
    await picture(other, 'fill-list');
    await toLine(other);
    await at(other, 'sync-filling').waitFor();
    await accessible(other, 'sync while filling');
    await picture(other, 'fill-line');
    const mine = (await record(other, complaint('Dicatat selagi diisi'))).number;
    await openDetail(other, mine);
    await until('the regency has it while the rest comes', async () => (await at(other, 'detail-way').getAttribute('data-sync')) === 'received');
    yes((await at(other, 'sync-fill').count()) === 1, 'it is still being filled');
    line.rate = Infinity;
    await until('all is here', async () => (await at(other, 'sync-fill').count()) === 0, 60_000);
    same(await listed(other), many + 2, 'complaints on the new PC');
    await level(other, 'green');
  });

  await go('a file on a slow line: text first, then how far the file is', async () => {
    const big = path.join(folder('berkas'), 'surat warga.pdf');
    writeFileSync(big, Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(400_000), Buffer.from('\n%%EOF\n')]));
    await openDetail(other, newest);
    id = await other.evaluate(() => window.location.hash.split('/').pop().split('?')[0]);
    line.rate = 40_000;
    await other.evaluate(([complaintID, file]) => window.go.desktop.Desk.AttachFile({ id: complaintID, entryId: crypto.randomUUID(), path: file, name: '', content: '' }), [id, big]);
    await toLine(other);
    const transfer = at(other, 'file-transfer');
    await transfer.waitFor();
    await until('the text is there before the file', async () => (await at(other, 'sync-text').innerText()).includes('1 berkas masih dikirim'));
    const percent = async () => ((await transfer.count()) > 0 ? Number(await transfer.getAttribute('data-percent')) : 101);
    await until('some of it', async () => (await percent()) > 0);
    const seen = await percent();
    yes(seen < 100, `progress ${seen}`);
    yes((await at(other, 'sync-status').getAttribute('data-level')) !== 'green', 'green while a file waits');
    await accessible(other, 'a file on its way');
    await picture(other, 'file-on-its-way');
    line.rate = Infinity;
    await level(other, 'green');
    await openDetail(page, newest);
    await until('the file is named on the other PC', async () => (await at(page, 'file').count()) === 1);
  });

  await go('no line at all: the USB stick there and back, by the dialogs of the system', async () => {
    await Promise.all([line.stop(), b.stop(), other.context().close()]);
    mkdirSync(stick, { recursive: true });
    await b.start();
    other = await open(b);
    await signIn(other, clerk);
    const mine = (await record(other, complaint('Lewat USB'))).number;
    await toLine(other);
    await at(other, 'usb-export').focus();
    await other.keyboard.press('Enter');
    await b.chooses('Simpan parsel ke USB', stick);
    await at(other, 'usb-result').waitFor();
    yes((await at(other, 'usb-result').innerText()).includes('Belum dihitung terkirim'), 'what the parcel is and is not');
    yes((await at(other, 'sync-status').getAttribute('data-level')) !== 'green', 'green before the answer');
    await picture(other, 'usb-made');
    const [parcel] = filesUnder(stick);
    yes(parcel, 'a parcel on the stick');
    await server.stop();
    server.run('parcel', 'import', parcel);
    await server.start();
    const answer = filesUnder(stick).find((file) => file !== parcel);
    yes(answer, 'an answer on the stick');
    await at(other, 'usb-import').focus();
    await other.keyboard.press('Enter');
    await b.chooses('Pilih jawaban dari kabupaten', answer);
    await until('the answer in words', async () => (await at(other, 'usb-result').last().innerText()).includes('diterima kabupaten'));
    await level(other, 'green');
    await accessible(other, 'USB');
    await picture(other, 'usb-taken');
    await openDetail(other, mine);
    same(await at(other, 'detail-way').getAttribute('data-sync'), 'received', 'what went by USB');
  });

  await go('a PC put back from a backup: it goes on at once, no number twice, nothing lost, the clerk is told', async () => {
    const register = path.join(a.dir, 'register.db');
    const again = async () => {
      await a.start();
      page = await open(a);
      await signIn(page, head);
    };
    await Promise.all([a.stop(), page.context().close()]);
    cpSync(register, path.join(stick, 'cadangan.db'));
    await again();
    const first = (await record(page, complaint('Sesudah cadangan'))).number;
    await level(page, 'green');
    await Promise.all([server.stop(), a.stop(), page.context().close()]);
    cpSync(path.join(stick, 'cadangan.db'), register);
    await again();
    const second = (await record(page, complaint('Sesudah dipulihkan'))).number;
    yes(first.split('-')[1] !== second.split('-')[1], `two letters: ${first}, ${second}`);
    await toLine(page);
    await at(page, 'sync-notice').waitFor();
    await accessible(page, 'a restored PC');
    await picture(page, 'restored-pc');
    await server.start();
    await tryNow(page);
    await level(page, 'green');
    await until('the letter that the regency gave', async () => (await at(page, 'sync-notice').count()) === 0);
    await find(page, first, [first]);
    await find(page, second, [second]);
    same(await listed(page), many + 5, 'complaints');
    await server.stop();
    yes(server.run('journal', 'verify').startsWith('Jurnal utuh'), 'the journal of the regency is whole');
  });
});
