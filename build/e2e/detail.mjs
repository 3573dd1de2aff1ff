// One complaint by keyboard alone: a series of acts, texts for LAPOR! and for the reporter, a note to a colleague,
// and what was typed and closed is there again.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { accessible, inColours } from './axe.mjs';
import { addAccount, at, field, focused, record, setUpAlone, signIn } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, step, until, viewer, yes } from './harness.mjs';

const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const budi = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const nik = '6303055212900001';
const ordinary = [['reporter.name', 'Aminah binti Ali'], ['reporter.idNumber', nik], ['reporter.phone', '081234567890'], ['reporter.address', 'RT 3 RW 1'],
  ['subject', 'Lampu jalan padam'], ['narrative', 'Lampu di gang Melati padam sejak Senin.'], ['category', 'Energi']];
const secret = [['anonymous', true], ['reporter.name', 'Noor Halimah'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Sekumpul'], ['reporter.phone', '085200001111'],
  ['subject', 'Pungutan di loket'], ['narrative', 'Diminta membayar tanpa kuitansi.'], ['category', 'Sikap']];

await scenario(async () => {
  const opened = viewer();
  const desk = new Desk('loket', folder('loket'));
  let page, first, hidden, keys = 0;
  const go = (name, run) => step(name, run, () => [page]);
  const press = async (...chords) => {
    for (const chord of chords) {
      keys += 1;
      await page.keyboard.press(chord);
    }
  };
  const state = (wanted) => until(`state ${wanted}`, async () => (await at(page, 'detail-state').getAttribute('data-state')) === wanted);
  const focus = (name) => until(`focus on ${name}`, async () => (await focused(page)) === name);
  const heading = () => until('focus on the heading', () => page.evaluate(() => document.activeElement?.id === 'subject'));
  const inForm = (act) => until(`the form of ${act}`, () => page.evaluate((name) => document.activeElement?.closest(`[data-testid="act-form-${name}"]`) != null, act));
  const clipboard = () => page.evaluate(() => window.runtime.ClipboardGetText());
  const last = async () => (await at(page, 'timeline-item').last().innerText()).trim();
  const to = async (number) => {
    await press('F3');
    await page.keyboard.type(number);
    await at(page, `row-${number}`).waitFor();
    await until('one row', async () => (await page.locator('tr[data-testid^=row-]').count()) === 1);
    await press('Enter');
    await at(page, 'detail-number').waitFor();
    same((await at(page, 'detail-number').textContent()).trim(), number, 'number');
  };
  const both = (name) => inColours(page, async (colour) => {
    await accessible(page, `${name}, ${colour}`);
    await picture(page, `${name}-${colour}`);
  });

  await go('first run, a colleague, two complaints', async () => {
    await desk.start();
    page = await open(desk);
    await setUpAlone(page, siti);
    await addAccount(page, budi);
    first = (await record(page, ordinary)).number;
    hidden = (await record(page, secret)).number;
  });

  await go('every act shows its key, and the list of keys has it', async () => {
    await to(first);
    await heading();
    const buttons = await page.locator('[data-testid^=act-][aria-keyshortcuts]').evaluateAll((all) => all.map((e) => ({ act: e.dataset.testid, key: [...e.querySelectorAll('kbd')].pop()?.textContent, keys: e.getAttribute('aria-keyshortcuts') })));
    yes(buttons.length >= 9, `${buttons.length} acts`);
    same(new Set(buttons.map((b) => b.key)).size, buttons.length, 'different keys');
    same(buttons.filter((b) => b.keys.includes('Enter')).map((b) => b.act).join(), 'act-verify', 'the act of Enter');
    await both('detail-acts');
    await press('?');
    await page.locator('dialog[open] kbd').first().waitFor();
    const listed = (await page.locator('dialog[open] kbd').allTextContents()).flatMap((line) => line.split(', '));
    for (const { act, key } of buttons) yes(listed.includes(key), `${act}: ${key} is not in the list of keys`);
    await press('Escape');
    await until('the list of keys is gone', async () => !(await page.locator('dialog[open]').count()));
  });

  await go('a series of acts: no mouse, the focus follows the work', async () => {
    keys = 0;
    await press('Enter');
    await inForm('verify');
    await press('Control+Enter');
    await state('verified');
    await focus('act-follow_up');
    await press('Enter');
    await inForm('follow_up');
    await page.keyboard.type('Petugas meninjau vmrlejh, sudah dipesan');
    await press('Control+Enter');
    await state('in_progress');
    await focus('act-answer');
    await press('Enter');
    await inForm('answer');
    await press('Alt+t');
    await focus('ready-words');
    await page.keyboard.type('Sudah dip');
    await press('Enter');
    await until('the ready answer', async () => (await field(page, 'text').inputValue()).includes(first));
    const text = await field(page, 'text').inputValue();
    for (const part of ['Bapak/Ibu Aminah binti Ali', 'lampu jalan padam', 'Kecamatan Martapura']) yes(text.includes(part), text);
    yes(!/[{}]/.test(text), text);
    await focus('field-text');
    await page.keyboard.type('23 November');
    await press('Tab');
    await page.keyboard.type('penggantian lampu');
    yes((await field(page, 'text').inputValue()).includes('Pada tanggal 23 November telah dilakukan penggantian lampu.'), await field(page, 'text').inputValue());
    await press('Control+Enter');
    await state('answered');
    await focus('act-close');
    console.log(`      ${keys} keys beside the text from received to answered`);
    yes(keys <= 12, `${keys} keys`);
  });

  await go('Esc closes the form and not the page; what was typed is there again', async () => {
    await press('c');
    await inForm('note');
    await page.keyboard.type('Suku cadang dari Banjarmasin');
    await press('Escape');
    await until('the form is closed', async () => !(await at(page, 'act-form-note').count()));
    same((await at(page, 'detail-number').textContent()).trim(), first, 'still on the page');
    await focus('act-note');
    yes(await at(page, 'act-note').getByRole('img', { name: 'ada ketikan yang belum disimpan' }).count(), 'the button does not show that words wait');
    await press('F6');
    await at(page, 'work-open').waitFor();
    await to(first);
    await press('c');
    await inForm('note');
    same(await field(page, 'text').inputValue(), 'Suku cadang dari Banjarmasin', 'what was typed');
    await press('Control+Enter');
    await until('the note', async () => (await last()).includes('Suku cadang dari Banjarmasin'));
    await focus('act-close');
    same(await at(page, 'act-note').getByRole('img').count(), 0, 'marks of waiting words');
    await press('i');
    await until('the correction', async () => (await page.getByRole('dialog').locator('[data-testid="field-subject"]').count()) === 1);
    await focus('field-subject');
    for (let i = 0; (await focused(page)) !== 'field-eventPlace' && i < 20; i++) await press('Tab');
    await page.keyboard.type('Gang Melati');
    await press('Escape');
    await focus('act-correct');
    await press('i');
    await until('what was corrected before', async () => (await field(page, 'eventPlace').inputValue()) === 'Gang Melati');
    await focus('field-subject');
    await press('Control+Enter');
    await until('the place', async () => (await at(page, 'value-eventPlace').locator('dd').textContent()) === 'Gang Melati');
    await press('Escape');
    await at(page, 'detail-number').waitFor({ state: 'detached' });
    await to(first);
  });

  await go('kill -9: what was typed for an act is there after a new start, and gone when it is done', async () => {
    const words = 'Tukang datang Kamis pagi';
    await press('c');
    await inForm('note');
    await page.keyboard.type(words);
    await page.waitForTimeout(1000);
    await desk.kill();
    await desk.start();
    await page.goto(desk.address);
    await field(page, 'username').waitFor();
    await signIn(page, siti);
    await to(first);
    await at(page, 'act-note').getByRole('img', { name: 'ada ketikan yang belum disimpan' }).waitFor();
    await press('c');
    await inForm('note');
    same(await field(page, 'text').inputValue(), words, 'what was typed');
    await press('Control+Enter');
    await until('the note', async () => (await last()).includes(words));
    await press('c');
    await inForm('note');
    same(await field(page, 'text').inputValue(), '', 'words after the act');
    await page.keyboard.type('x');
    await press('Backspace', 'Escape');
    await focus('act-note');
    same(await at(page, 'act-note').getByRole('img').count(), 0, 'marks where nothing waits');
    await press('F6');
    await at(page, 'work-open').waitFor();
    await page.reload();
    await at(page, 'work-open').waitFor();
    await to(first);
    await heading();
    same(await page.getByRole('img', { name: 'ada ketikan yang belum disimpan' }).count(), 0, 'words that wait on the disk');
  });

  await go('for LAPOR!: its fields in its order, then the tracking ID', async () => {
    await press('Alt+s');
    await at(page, 'share-copied').waitFor();
    const text = await at(page, 'share-lapor-text').innerText();
    const labels = [...text.matchAll(/^([A-Z][^:\n]*):/gm)].map((m) => m[1]).filter((one) => !one.startsWith('Nomor register'));
    same(labels.join('; '), 'Tanggal Laporan Masuk; Waktu Laporan Masuk; Nama Pelapor; Klasifikasi Laporan; Kategori; Judul Laporan; Isi Laporan; Tanggal Kejadian; Lokasi Kejadian; Tipe Laporan; Sumber Laporan; Instansi Terdisposisi; Provinsi; Kota/Kabupaten; Kecamatan; Kelurahan/Desa', 'fields');
    for (const part of ['Nama Pelapor: Aminah binti Ali', 'Lampu di gang Melati padam', 'Lokasi Kejadian: Gang Melati', first, 'Kecamatan: Martapura']) yes(text.includes(part), text);
    for (const never of [nik, '081234567890']) yes(!text.includes(never), `the text tells ${never}`);
    same((await clipboard()).trim(), text.trim(), 'clipboard');
    await focus('share-track');
    await both('detail-lapor');
    await press('Enter');
    await inForm('track');
    await page.keyboard.type('5010653');
    await press('Control+Enter');
    await until('the tracking ID', async () => (await page.locator('header', { hasText: 'Tracking LAPOR! 5010653' }).count()) > 0);
    await focus('act-close');
  });

  await go('for the reporter: copied, opened, noted only when it was sent', async () => {
    const before = await at(page, 'timeline-item').count();
    await press('Alt+w');
    await at(page, 'share-copied').waitFor();
    const text = await field(page, 'message').inputValue();
    for (const part of ['Yth. Bapak/Ibu,', first, 'lampu jalan padam', 'Jawaban kami:', 'penggantian lampu', 'Kecamatan Martapura']) yes(text.includes(part), text);
    for (const never of ['Aminah', nik, '081234567890', 'RT 3']) yes(!text.includes(never), `the message tells ${never}`);
    same((await clipboard()).trim(), text.trim(), 'clipboard');
    await focus('share-open');
    same(await at(page, 'timeline-item').count(), before, 'steps before anything was done');
    await both('detail-message');
    await press('Enter');
    await until('WhatsApp', () => existsSync(opened));
    const link = new URL(readFileSync(opened, 'utf8').trim());
    same(link.host + link.pathname, 'wa.me/6281234567890', 'address');
    same(link.searchParams.get('text'), text, 'text of the address');
    await at(page, 'share-opened').waitFor();
    await until('the look at the number', async () => (await last()).includes('melihat identitas lengkap pelapor'));
    await press('Tab', 'Tab');
    await focus('share-sent');
    await press('Enter');
    await until('the note', async () => (await last()).includes('Kabar untuk pelapor sudah dikirim lewat WhatsApp'));
    await until('the panel is closed', async () => !(await at(page, 'share-message-panel').count()));
    await focus('share-message');
  });

  await go('an anonymous reporter: the number and the date alone', async () => {
    await to(hidden);
    await press('Alt+w');
    const text = await field(page, 'message').inputValue();
    yes(text.includes(hidden) && text.includes('paling lambat'), text);
    for (const never of ['Noor', 'Halimah', 'Pungutan', 'pungutan', 'Sekumpul', '085200001111']) yes(!text.includes(never), `the message tells ${never}`);
    await at(page, 'share-copied').waitFor();
    await press('Escape');
    await focus('share-message');
    await press('Alt+p');
    await until('the reporter', async () => (await at(page, 'value-reporter.name').textContent()).includes('Noor Halimah'));
    await press('Alt+s');
    await at(page, 'share-lapor-text').waitFor();
    const fields = await at(page, 'share-lapor-text').innerText();
    yes(fields.includes('Nama Pelapor: ANONIM') && fields.includes('Tipe Laporan: Anonim') && !fields.includes('Halimah'), fields);
    await press('Escape', 'Alt+p');
    same((await at(page, 'detail-number').textContent()).trim(), hidden, 'still on the page');
  });

  await go('a note to a colleague stands in his day, and one key puts it away', async () => {
    await press('h');
    await inForm('hand_over');
    await press('Control+Enter');
    await until('said at the fields', async () => (await field(page, 'to').getAttribute('aria-invalid')) === 'true');
    await focus('field-to');
    await page.keyboard.type('Budi');
    await press('Enter');
    await focus('field-text');
    await page.keyboard.type('Pelapor datang lagi besok pukul 9. Berkasnya di laci dua.');
    await both('detail-hand-over');
    await press('Control+Enter');
    await at(page, 'handover-notice').waitFor();
    yes((await at(page, 'handover-notice').innerText()).includes('untuk Budi Hartono'), 'for whom it is');
    await page.keyboard.press('t');
    await page.waitForTimeout(400);
    yes(await at(page, 'handover-notice').count(), 'a note for another clerk was put away');
    await picture(page, 'detail-handed-own');
    await press('F6');
    await at(page, 'work-open').waitFor();
    same(await at(page, 'work-group-handed').count(), 0, 'the own note in the own day');
    await press('Control+l');
    await field(page, 'password').waitFor();
    await signIn(page, budi);
    await press('F6');
    await at(page, 'work-group-handed').waitFor();
    yes((await at(page, 'work-note').innerText()).includes('laci dua'), 'the words of the note');
    await both('work-handed');
    await press('1', 'Enter');
    await at(page, 'handover-notice').waitFor();
    yes((await at(page, 'handover-notice').innerText()).includes('dari Siti Aminah'), 'from whom it is');
    await both('detail-handed');
    await press('Escape');
    await at(page, 'work-group-handed').waitFor();
    await press('1', 't');
    await until('nothing is left to read', async () => !(await at(page, 'work-group-handed').count()));
    await to(hidden);
    same(await at(page, 'handover-notice').count(), 0, 'notes after reading');
    yes((await last()).includes('Budi Hartono sudah membaca titipan itu'), await last());
  });

  await go('a clerk who may not see the number cannot open the chat', async () => {
    await press('Alt+w');
    await at(page, 'share-copied').waitFor();
    same(await at(page, 'share-open').count(), 0, 'buttons for WhatsApp');
    yes((await at(page, 'share-message-panel').innerText()).includes('tidak boleh melihat nomor pelapor'), 'the reason');
    await press('Escape');
  });

  await go('for whoever comes next: T on the complaint itself', async () => {
    await to(first);
    await press('h');
    await inForm('hand_over');
    await page.keyboard.type('Siapa');
    await press('Enter');
    await page.keyboard.type('Tolong telepon pelapor sore ini.');
    await press('Control+Enter');
    await at(page, 'handover-notice').waitFor();
    await press('Control+l');
    await field(page, 'password').waitFor();
    await signIn(page, siti);
    await to(first);
    await at(page, 'handover-read').waitFor();
    await press('t');
    await until('read', async () => !(await at(page, 'handover-notice').count()));
  });

  await go('files: picture, pages and recording are shown, of others name and size; arrows go from one to the next', async () => {
    await page.evaluate(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
      canvas.getContext('2d').fillRect(40, 40, 200, 100);
      const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      const give = (name, type, content) => {
        const data = new DataTransfer();
        data.items.add(new File([content], name, { type }));
        document.getElementById('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      };
      give('tiang.png', 'image/png', bytes(atob(canvas.toDataURL('image/png').split(',')[1])));
      give('surat.pdf', 'application/pdf', bytes('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj trailer<</Root 1 0 R>>'));
      const wav = new DataView(new ArrayBuffer(44 + 8000)); // a second of silence
      [...'RIFF    WAVEfmt '].forEach((letter, i) => wav.setUint8(i, letter.charCodeAt(0)));
      [[4, 36 + 8000, 4], [16, 16, 4], [20, 1, 2], [22, 1, 2], [24, 8000, 4], [28, 8000, 4], [32, 1, 2], [34, 8, 2], [40, 8000, 4]].forEach(([place, value, size]) => (size === 4 ? wav.setUint32(place, value, true) : wav.setUint16(place, value, true)));
      [...'data'].forEach((letter, i) => wav.setUint8(36 + i, letter.charCodeAt(0)));
      for (let i = 44; i < wav.byteLength; i++) wav.setUint8(i, 128);
      give('suara.wav', 'audio/wav', wav.buffer);
      give('surat-lama.doc', 'application/msword', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + ' '.repeat(3000)));
    });
    await until('four files', async () => (await at(page, 'file').count()) === 4);
    await at(page, 'file').filter({ hasText: 'tiang.png' }).getByRole('button').first().focus();
    await press('Enter');
    const seen = new Map();
    for (let i = 0; i < 4; i++) {
      await page.locator('[role=dialog] [data-testid=file-save]').waitFor();
      const name = await until('another file', async () => {
        const now = await page.locator('[role=dialog] h2').innerText();
        return !seen.has(now) && now;
      });
      const shown = await until(`what is shown of ${name}`, () => page.evaluate(() => document.querySelector('[role=dialog] [data-testid^=preview-]')?.dataset.testid));
      seen.set(name, shown);
      await accessible(page, `preview of ${name}`);
      await picture(page, `detail-preview-${name}`);
      if (shown === 'preview-none') yes(/Word · \d KB/.test(await page.locator('[role=dialog]').innerText()), 'the size of what cannot be shown');
      await press('ArrowRight');
    }
    same(JSON.stringify(Object.fromEntries([...seen].sort())), '{"suara.wav":"preview-recording","surat-lama.doc":"preview-none","surat.pdf":"preview-pdf","tiang.png":"preview-picture"}', 'what is shown');
    await press('Escape');
    await until('closed', async () => !(await page.locator('[role=dialog]').count()));
    same((await at(page, 'detail-number').textContent()).trim(), first, 'still on the page');
  });

  await go('the history is read aloud: who did what, when', async () => {
    const lines = (await at(page, 'timeline-item').allInnerTexts()).map((text) => text.split('\n')[0]);
    yes(lines.length > 10, `${lines.length} steps`);
    const sentence = /^(Siti Aminah|Budi Hartono) .+ pada (Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d{1,2} [A-Z][a-z]+ \d{4} pukul \d\d\.\d\d WITA(, untuk tanggal .+)?\.$/;
    for (const line of lines) yes(sentence.test(line) && !line.includes('_'), line);
    for (const part of ['mencatat aduan ini dengan nomor register', 'memverifikasi aduan ini', 'menjawab pelapor lewat tatap muka', 'mencatat nomor tracking LAPOR! 5010653', 'menitipkan aduan ini kepada siapa pun']) yes(lines.some((line) => line.includes(part)), `no step says: ${part}\n${lines.join('\n')}`);
    await at(page, 'timeline-item').last().scrollIntoViewIfNeeded();
    await both('detail-history');
  });
});
