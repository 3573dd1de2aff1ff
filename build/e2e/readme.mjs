// The picture of the README: the list of an office with a dozen invented
// complaints, each at another point of its way. `bash build/screens --readme`.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { at, setUp } from './desk.mjs';
import { Desk, folder, open, root, scenario, Server, step, until } from './harness.mjs';

const target = path.join(root, 'build/readme-window.png');
const siti = { name: 'Petugas Contoh', username: 'contoh', role: 'admin', password: 'loket-satu-aman' };

// Working days ago (more or less), subject, kind, category, acts, further answers.
const cases = [
  [22, 'Jembatan kayu lapuk di dekat sekolah', 'pengaduan', 'infrastruktur', ['verify', 'follow_up']],
  [19, 'Lampu jalan padam sejak dua minggu', 'pengaduan', 'energi', ['verify']],
  [17, 'Sampah menumpuk di tepi sungai', 'pengaduan', 'lingkungan', ['verify', 'follow_up', 'interim_reply']],
  [5, 'Syarat pindah domisili', 'informasi', 'adminduk', ['verify']],
  [4, 'Jadwal pengambilan KTP', 'informasi', 'adminduk', []],
  [12, 'Usul posyandu lansia tiap bulan', 'aspirasi', 'kesehatan', ['verify', 'follow_up']],
  [8, 'Air bersih tidak mengalir', 'pengaduan', 'air_minum', ['verify']],
  [6, 'Saluran di depan pasar mampat', 'pengaduan', 'pu', []],
  [2, 'Pupuk bersubsidi sulit didapat', 'pengaduan', 'pangan', ['verify']],
  [1, 'Kartu keluarga belum terbit', 'pengaduan', 'adminduk', []],
  [3, 'Pungutan saat mengurus surat', 'pengaduan', 'sikap', [], { supervisory: true, fieldInspection: true, anonymous: true, confidential: true }],
];

await scenario(async () => {
  const server = new Server(folder('pusat'));
  const desk = new Desk('loket', folder('loket'));
  let page;
  const go = (name, run) => step(name, run, () => [page]);

  await go('an office with its complaints', async () => {
    server.run('office', 'add', '--code', '63.03.05', '--name', 'Kecamatan Martapura');
    await server.start();
    await desk.start();
    page = await open(desk);
    await setUp(page, server.enrolmentCode('63.03.05'), siti);
    await page.evaluate(async (all) => {
      const calls = window.go.desktop.Desk;
      const id = () => `${Date.now().toString(16).padStart(12, '0').replace(/^(.{8})(.{4})$/, '$1-$2')}-7${crypto.randomUUID().slice(15)}`;
      const day = (ago) => new Date(Date.now() - ago * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
      const text = { follow_up: 'Ditinjau bersama ketua RT.', interim_reply: 'Sedang dijadwalkan pengangkutan.' };
      for (const [i, [ago, subject, kind, category, acts, more]] of all.entries()) {
        const one = id();
        const reporter = { unidentified: false, name: `Warga Contoh ${i + 1}`, idType: 'none', idNumber: '', sex: i % 2 ? 'L' : 'P', ageBand: '', disability: '', occupation: '', address: 'Jalan Contoh', village: '', phone: '', email: '', byProxy: false, proxyName: '', proxyPhone: '', proxyLetter: '', organisation: '' };
        await calls.Record({ id: one, confirmed: true, form: { kind, channel: 'tatap_muka', receivedAt: `${day(ago)}T09:${10 + i}`, subject, narrative: `${subject}.`, eventDate: '', eventPlace: '', village: '', category, respondent: '', request: '', loss: '', evidence: '', normative: false, supervisory: false, fieldInspection: false, extraClass: '', anonymous: false, confidential: false, reporterOf: '', links: [], reporter, ...more } });
        for (const act of acts) {
          const detail = await calls.Detail({ id: one, reveal: false });
          const { form } = detail;
          await calls.Act({ id: one, entryId: id(), act, text: text[act] ?? '', on: '', kind: form.kind, category: form.category, normative: form.normative, supervisory: form.supervisory, fieldInspection: form.fieldInspection, extraClass: form.extraClass, confidential: form.confidential, office: '', target: '', letter: '', channel: '', satisfied: '', satisfaction: '', why: '', clash: '', take: '', form });
        }
      }
      await calls.SetLook({ scheme: 'light', size: '', hintsOff: ['work', 'list', 'record', 'detail', 'calendar', 'sync'] });
    }, cases);
    await until('all of it received', async () => (await at(page, 'sync-status').getAttribute('data-level')) === 'green');
    await page.evaluate(() => { window.location.hash = '/aduan'; });
    await page.reload();
    await page.locator('[data-testid^=row-]').first().waitFor();
    await page.evaluate(() => { document.activeElement?.blur(); return document.fonts.ready; });
    await page.waitForTimeout(800);
    await page.screenshot({ path: target });
    execFileSync('convert', [target, '-strip', '+dither', '-colors', '96', `PNG8:${target}`]);
  });
});
