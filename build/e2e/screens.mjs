// Every screen of the desk in every state: empty, three rows, 5,000 rows, an
// error, no line. Pictures to be looked at (gallery.mjs); `bash build/screens`.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { act, at, field, find, level, openDetail, openForm, record, setUp, signIn, typeAll } from './desk.mjs';
import { closeGallery, gallery, openGallery, shoot } from './gallery.mjs';
import { Desk, folder, open, same, scenario, Server, step, until } from './harness.mjs';

const office = '63.03.05';
const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const budi = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const addresses = { hariini: '/', aduan: '/aduan', catat: '/catat', kalender: '/kalender', laporan: '/laporan', kiriman: '/kiriman', periksa: '/periksa', impor: '/impor', pengaturan: '/pengaturan' };
const many = 5000;

const reporter = [['reporter.name', 'Rahmadi Zulkarnain'], ['reporter.idNumber', '6303051204850001'], ['reporter.phone', '081251234567'], ['reporter.sex', 'L'], ['reporter.address', 'Jalan Melati RT 02']];
const content = (subject, narrative) => [['subject', subject], ['narrative', narrative], ['category', 'Infrastruktur']];
const bridge = ['Titian kayu di hulu patah', 'Sudah dua kali anak sekolah tercebur. Warga menyeberang lewat bambu, dan bila hujan licin sekali.'];

/** A register as some office might have kept it; all people are invented. */
function register(file) {
  const rows = ['No;No. Register;Tanggal;Nama;Alamat;Uraian;Status'];
  for (let i = 1; i <= many; i++) {
    const day = `${(i % 28) + 1}/${String((i % 10) + 1).padStart(2, '0')}/2026`;
    rows.push(`${i};${String(i).padStart(4, '0')}/PGD/2026;${i % 50 === 0 ? '' : day};Warga Contoh ${i};Desa Uji RT ${i % 9};Keluhan nomor ${i}: lorong tergenang tiap hujan;${['Selesai', 'Proses', 'Ditindaklanjuti'][i % 3]}`);
  }
  writeFileSync(file, `${rows.join('\r\n')}\r\n`);
}

const sql = (server, query) => execFileSync('sqlite3', [path.join(server.dir, 'pusat.db'), query], { encoding: 'utf8' }).split('\n').filter(Boolean);

/** What the program says when a call fails, at the very place where the screens ask. */
const failing = (page, ...names) => page.evaluate((all) => {
  for (const name of all) {
    window.go.desktop.Desk[name] = () => Promise.reject(JSON.stringify({ kind: 'internal', code: 'test', message: 'Register di PC ini tidak dapat dibaca. Tutup program, buka lagi; bila tetap begitu, hubungi admin.' }));
  }
}, names);

await scenario(async () => {
  openGallery();
  const server = new Server(folder('pusat'));
  const a = new Desk('loket-a', folder('loket-a'));
  const b = new Desk('loket-b', folder('loket-b'));
  const big = path.join(folder('berkas'), 'register 2026.csv');
  register(big);
  let page, other, first, numbers;
  const go = (name, run) => step(name, run, () => [page, other]);

  const to = async (address) => {
    await page.evaluate((hash) => { window.location.hash = hash; }, address);
    await page.waitForTimeout(400);
  };
  const walk = async (state) => {
    for (const [name, address] of Object.entries(addresses)) {
      await to(address);
      await shoot(page, name, state);
    }
  };
  const correct = async (where, subject) => {
    await at(where, 'act-correct').click();
    await field(where, 'subject').fill(subject);
    await where.keyboard.press('Control+Enter');
    await field(where, 'subject').waitFor({ state: 'detached' });
  };

  await go('first run', async () => {
    server.run('office', 'add', '--code', office, '--name', 'Kecamatan Martapura');
    await server.start();
    await Promise.all([a.start(), b.start()]);
    page = await open(a);
    await at(page, 'setup-way').waitFor();
    await shoot(page, 'siapkan', 'kosong');
    await at(page, 'set-up').click();
    await until('faults at the fields', () => page.locator('[aria-invalid=true]').count());
    await shoot(page, 'siapkan', 'salah');
    await at(page, 'setup-way').locator('label').nth(1).click();
    await shoot(page, 'siapkan', 'kode');
    await at(page, 'setup-way').locator('label').nth(0).click();
    await page.reload();
    await setUp(page, server.enrolmentCode(office), siti);
    await level(page, 'green');
  });

  await go('nothing there yet', async () => {
    await walk('kosong');
    await page.keyboard.press('F1');
    await at(page, 'help').waitFor();
    await shoot(page, 'bantuan', 'biasa');
    await at(page, 'help-search').fill('kwitansi');
    await shoot(page, 'bantuan', 'dicari');
    await at(page, 'help-search').fill('xyzzy');
    await shoot(page, 'bantuan', 'kosong');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F6');
    await page.locator('h1').first().waitFor();
    await page.keyboard.press('?');
    await at(page, 'help').waitFor();
    await shoot(page, 'bantuan', 'tombol');
    await page.keyboard.press('Escape');
  });

  await go('the form: filled, with faults, with what is known', async () => {
    await openForm(page);
    await page.keyboard.press('Control+Enter');
    await until('faults at the fields', () => page.locator('[aria-invalid=true]').count());
    await shoot(page, 'catat', 'salah');
    await to('/');
    first = await record(page, [...reporter, ...content(...bridge)]);
    await shoot(page, 'tersimpan', 'biasa');
    numbers = [first.number];
    await openForm(page);
    await typeAll(page, [['reporter.name', 'Rahmadi Zulkarnain'], ['reporter.idNumber', '6303051204850001'], ...content('Titian patah di hulu', 'Titian kayu patah, kakanakan sakulah gugur ke sungai.')]);
    await at(page, 'known-take').waitFor();
    await at(page, `alike-${first.number}`).waitFor();
    await shoot(page, 'catat', 'petunjuk');
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(300);
    await shoot(page, 'catat', 'setengah');
  });

  await go('three rows', async () => {
    for (const subject of ['Selokan pasar mampat', 'Lampu jalan padam sejak dua minggu']) {
      numbers.push((await record(page, [['reporter.name', 'Noor Halimah'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Sekumpul'], ...content(subject, 'Air meluap ke rumah.')])).number);
    }
    await walk('tiga');
    await openDetail(page, first.number);
    await shoot(page, 'rincian', 'diterima');
    for (const name of await page.locator('[data-testid^=act-]').evaluateAll((all) => all.map((e) => e.dataset.testid))) {
      await at(page, name).click();
      await page.waitForTimeout(150);
      await shoot(page, 'rincian', name);
      await page.keyboard.press('Escape');
      await page.waitForTimeout(150);
    }
    await page.keyboard.press('Alt+k');
    await at(page, 'day-calendar').waitFor();
    await shoot(page, 'rincian', 'kenapa');
    await page.keyboard.press('Escape');
    await act(page, 'verify', {}, 'verified');
    await act(page, 'follow_up', { text: 'Ditinjau bersama ketua RT.' }, 'in_progress');
    await at(page, 'act-answer').click();
    await page.waitForTimeout(200);
    await at(page, 'act-submit').click();
    await page.waitForTimeout(300);
    await shoot(page, 'rincian', 'jawab-salah');
    await page.keyboard.press('Escape');
    await act(page, 'answer', { text: 'Titian sudah diganti hari ini.' }, 'answered');
    await act(page, 'close', { text: 'Selesai, pelapor puas.' }, 'closed');
    await shoot(page, 'rincian', 'selesai');
    await to('/periksa');
    await page.getByRole('textbox').first().fill('630305-A-2026-000123-4 7K2M-Q4RT-9XYZ');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(400);
    await shoot(page, 'periksa', 'salah');
    await find(page, 'tidak ada kata begini', []);
    await shoot(page, 'aduan', 'tak-ketemu');
  });

  await go('forms of the calendar and the settings', async () => {
    await to('/kalender');
    await at(page, 'calendar-close').click();
    await page.waitForTimeout(200);
    await shoot(page, 'kalender', 'tutup-kantor');
    await page.keyboard.press('Escape');
    await at(page, 'calendar-take').click();
    await page.waitForTimeout(200);
    await shoot(page, 'kalender', 'ambil');
    await page.keyboard.press('Escape');
    await to('/pengaturan');
    await at(page, 'account-add').click();
    await page.waitForTimeout(200);
    await shoot(page, 'pengaturan', 'akun-baru');
  });

  await go('two desks write different things', async () => {
    other = await open(b);
    await setUp(other, server.enrolmentCode(office), budi);
    await level(page, 'green');
    await find(other, numbers[1], [numbers[1]]);
    await openDetail(page, numbers[1]);
    await openDetail(other, numbers[1]);
    await server.stop();
    await correct(page, 'Selokan Pasar Batuah mampat, air naik ke kios');
    await correct(other, 'Selokan Pasar Batuah meluap ke jalan');
    await server.start();
    await Promise.all([level(page, 'green'), level(other, 'green')]);
    await until('the clash', async () => (await at(page, 'clashes').count()) === 1);
    await shoot(page, 'rincian', 'isian-berbeda');
    await to('/');
    await shoot(page, 'hariini', 'isian-berbeda');
    await to('/aduan');
    await shoot(page, 'aduan', 'isian-berbeda');
  });

  await go('set aside by the regency', async () => {
    await openDetail(page, numbers[2]);
    await server.stop();
    const id = await page.evaluate(() => window.location.hash.split('/').pop());
    const gone = sql(server, `SELECT stream || '|' || office FROM stream_office WHERE stream = '${id}'`);
    sql(server, `DELETE FROM stream_office WHERE stream = '${id}'`);
    await act(page, 'note', { text: 'Sudah ditinjau petgas desa.' }, 'received');
    await shoot(page, 'rincian', 'putus');
    await walk('putus');
    await server.start();
    await to('/kiriman');
    await page.keyboard.press('c');
    await level(page, 'attention');
    await until('what was set aside', () => at(page, 'set-aside').count());
    await shoot(page, 'kiriman', 'perlu-tindakan');
    await openDetail(page, numbers[2]);
    await shoot(page, 'rincian', 'perlu-tindakan');
    await server.stop();
    for (const row of gone) sql(server, `INSERT INTO stream_office VALUES ('${row.split('|')[0]}', '${row.split('|')[1]}')`);
    await server.start();
    await to('/kiriman');
    await at(page, 'aside-text').fill('Sudah ditinjau petugas desa.');
    await page.keyboard.press('Control+Enter');
    await level(page, 'green');
  });

  await go(`an import, and ${many} rows`, async () => {
    await to('/impor');
    const stepIs = (name) => until(`step ${name}`, async () => (await at(page, 'import-page').getAttribute('data-step')) === name);
    const next = async (name) => {
      await until('the step may be left', () => at(page, 'import-next').isEnabled());
      await page.keyboard.press('Control+Enter');
      await stepIs(name);
    };
    await field(page, 'path').fill(big);
    await field(page, 'path').press('Enter');
    await at(page, 'import-file').waitFor();
    await shoot(page, 'impor', '1-berkas');
    await next('columns');
    await shoot(page, 'impor', '2-kolom');
    await next('dates');
    await shoot(page, 'impor', '3-tanya');
    for (const ask of await page.locator('select[data-testid^=field-word-]').all()) if (!await ask.inputValue()) await ask.selectOption('in_progress');
    await page.waitForTimeout(500);
    await shoot(page, 'impor', '3-dijawab');
    await next('trial');
    await until('the trial is through', () => at(page, 'import-run').isEnabled(), 120_000);
    await shoot(page, 'impor', '4-periksa');
    await page.keyboard.press('Control+Enter');
    await stepIs('run');
    await shoot(page, 'impor', '5-berjalan');
    await at(page, 'import-result').waitFor({ timeout: 300_000 });
    await shoot(page, 'impor', '5-selesai');
    await walk('ribuan');
    await to('/aduan');
    await at(page, 'search').fill('tergenang');
    await page.waitForTimeout(600);
    await shoot(page, 'aduan', 'ribuan-dicari');
    same(await page.locator('[data-testid^=row-]').count() > 10, true, 'rows of many');
  });

  await go('what cannot be read', async () => {
    await page.reload();
    await at(page, 'sync-status').waitFor();
    await openDetail(page, first.number);
    await failing(page, 'Work', 'List', 'Detail', 'Reference', 'Calendar', 'Waiting', 'Accounts', 'Rules', 'Letterhead', 'Printing', 'Templates', 'Imports', 'Drafts', 'Recent', 'ExportRegister', 'CheckReceipt', 'Record');
    await at(page, 'act-note').click().catch(() => undefined);
    await page.keyboard.press('Escape');
    await to('/aduan?q=galat');
    await at(page, 'search').fill('galat');
    await page.waitForTimeout(600);
    await shoot(page, 'aduan', 'galat');
    await page.reload();
    await at(page, 'sync-status').waitFor();
    await failing(page, 'Calendar', 'Accounts', 'Rules', 'Letterhead', 'Printing', 'Templates', 'Imports', 'Drafts', 'Recent', 'ExportRegister', 'CheckReceipt', 'Waiting');
    for (const name of ['kalender', 'kiriman', 'impor', 'pengaturan', 'catat']) {
      await to(addresses[name]);
      await shoot(page, name, 'galat');
    }
    await to('/laporan');
    await at(page, 'export').click();
    await page.waitForTimeout(400);
    await shoot(page, 'laporan', 'galat');
  });

  await go('locked, signed out, forgotten', async () => {
    await page.reload();
    await at(page, 'sync-status').waitFor();
    await page.keyboard.press('Control+l');
    await field(page, 'password').waitFor();
    await shoot(page, 'masuk', 'terkunci');
    await page.keyboard.type('salah');
    await page.keyboard.press('Enter');
    await until('refused', async () => (await field(page, 'password').inputValue()) === '');
    await shoot(page, 'masuk', 'salah');
    await page.getByText('Lupa kata sandi?').click();
    await field(page, 'recoveryCode').waitFor();
    await shoot(page, 'pulih', 'biasa');
    await page.getByRole('button', { name: 'Kembali' }).click();
    await page.keyboard.press('F1');
    await at(page, 'help').waitFor();
    await shoot(page, 'bantuan', 'terkunci');
    await page.keyboard.press('Escape');
    await field(page, 'password').fill(siti.password);
    await page.keyboard.press('Enter');
    await at(page, 'sync-status').waitFor();
    await page.evaluate(() => window.go.desktop.Desk.SignOut());
    await page.reload();
    await field(page, 'username').waitFor();
    await shoot(page, 'masuk', 'biasa');
    await signIn(page, siti);
  });

  await go('practice', async () => {
    await to('/pengaturan');
    await at(page, 'practice-start').click();
    await at(page, 'practice-band').waitFor();
    await at(page, 'work-open').waitFor();
    await walk('latihan');
    await page.keyboard.press('F1');
    await at(page, 'help').waitFor();
    await shoot(page, 'bantuan', 'latihan');
    await page.keyboard.press('Escape');
  });

  const { screens, pictures, wide } = closeGallery();
  console.log(`${screens} screens in ${pictures} pictures: ${path.relative(process.cwd(), path.join(gallery, 'index.html'))}`);
  await step('nothing needs scrolling sideways', () => {
    if (wide.length > 0) throw new Error(wide.join('\n'));
  });
});
