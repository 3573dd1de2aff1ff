// Deadlines that can be trusted: the calendar, a closed office, estimates, why a
// date is this date, packages from a file, and the day's work that follows from
// them. One desk and its server; the keyboard wherever a clerk would use it.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { act, at, field, find, focused, openDetail, openForm, record, setUp, signIn, typeAll } from './desk.mjs';
import { dayAfterDue, dueByCommand } from './due.mjs';
import { Desk, folder, open, out, picture, same, scenario, Server, step, until, yes } from './harness.mjs';

const office = '63.03.05';
const siti = { name: 'Siti Aminah', username: 'siti.a', role: 'admin', password: 'loket-satu-aman' };
const budi = { name: 'Budi Hartono', username: 'budi.h', role: 'petugas', password: 'loket-dua-aman' };
const flood = { reason: 'Banjir besar', letter: '800/12/Kec-Mtp' };
const regret = 'Air sudah surut';

// A civil day of Banjar (WITA), some days from now.
const day = (shift = 0) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Makassar' }).format(Date.now() + shift * 86_400_000);
const typed = (date) => date.split('-').reverse().join('/');
const after = (date, days) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

const reporter = [['reporter.name', 'Noor Halimah'], ['reporter.idType', 'Tanpa'], ['reporter.sex', 'P'], ['reporter.address', 'Jalan Sekumpul']];
const content = (subject) => [['subject', subject], ['narrative', 'Diceritakan di loket.'], ['category', 'Infrastruktur']];

await scenario(async () => {
  const server = new Server(folder('pusat'));
  const other = new Server(folder('pusat-lain'));
  const desk = new Desk('loket', folder('loket'));
  let page, first, far, undeclared, rested;
  const go = (name, run) => step(name, run, () => [page]);
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const row = (group, number) => at(page, `work-${group}-${number}`);
  const gone = (name) => until(`${name} gone`, async () => (await at(page, name).count()) === 0);
  const deskDue = () => at(page, 'deadline-due').getAttribute('data-due');

  /** Tab until the element with this hook has the focus. */
  async function tabTo(name) {
    for (let i = 0; i < 80; i++) {
      if ((await focused(page)) === name) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${name}; focus is on ${await focused(page)}`);
  }

  /** To a year of the calendar with the arrow keys. */
  async function toYear(wanted) {
    for (let i = 0; i < 15; i++) {
      const year = Number(await at(page, 'calendar-year').getAttribute('data-year'));
      if (wanted(year, await at(page, 'calendar-year').getAttribute('data-declared'))) return year;
      await page.keyboard.press(typeof wanted.back === 'function' && wanted.back(year) ? 'ArrowLeft' : 'ArrowRight');
      await until(`another year than ${year}`, async () => Number(await at(page, 'calendar-year').getAttribute('data-year')) !== year);
    }
    throw new Error('the arrow keys do not lead to the year');
  }
  const year = (n) => Object.assign((y) => y === n, { back: (y) => y > n });

  await go('first screen: the work of the day, empty', async () => {
    server.run('office', 'add', '--code', office, '--name', 'Kecamatan Martapura');
    await server.start();
    await desk.start();
    page = await open(desk);
    await setUp(page, server.enrolmentCode(office), siti);
    const today = (await at(page, 'work-today').textContent()).trim();
    yes(today.includes(String(Number(day().slice(8)))) && today.includes(day().slice(0, 4)), `today in words: ${today}`);
    yes((await page.locator('#main').innerText()).includes('Tidak ada pekerjaan mendesak'), 'no word about an empty day');
    await picture(page, 'work-empty');
  });

  await go('settings: faults at the field, a class of the office, no reminder for now', async () => {
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await field(page, 'verifyDays').fill('0');
    await field(page, 'notifyAt').fill('25.99');
    await press('Control+Enter');
    for (const name of ['verifyDays', 'notifyAt']) await until(`fault at ${name}`, async () => (await field(page, name).getAttribute('aria-invalid')) === 'true');
    await field(page, 'verifyDays').fill('3');
    await field(page, 'notifyAt').fill(''); // it comes once a day: not before there is something to tell
    await tabTo('class-add');
    await press('Enter');
    await until('focus in the new class', async () => (await focused(page)) === 'field-class-name-0');
    await page.keyboard.type('Ringan');
    await press('Enter');
    await page.keyboard.type('2');
    await press('Control+Enter');
    await at(page, 'class-retire-0').waitFor();
    await at(page, 'rules').scrollIntoViewIfNeeded();
    await picture(page, 'settings');
  });

  await go('calendar: decreed days with their decree, estimates of years to come', async () => {
    await press('F8');
    await at(page, 'calendar-year').waitFor();
    await toYear(year(2026));
    await until('the days of 2026', async () => (await at(page, 'day-2026-08-17').count()) === 1);
    const words = await at(page, 'day-2026-08-17').innerText();
    for (const part of ['17 Agustus 2026', 'Proklamasi', 'Libur nasional', 'SKB 1497', '19/09/2025', 'Nasional']) yes(words.includes(part), `17 August 2026 lacks ${part}: ${words}`);
    same(await page.locator('[data-day="2026-12-24"]').getAttribute('data-kind'), 'cuti_bersama', 'joint leave in the small month');
    same(Number(await at(page, 'working-days').getAttribute('data-count')), 240, 'working days of 2026');
    await picture(page, 'calendar-2026');
    undeclared = await toYear((_, declared) => declared === 'false');
    yes(undeclared >= 2028, `first year without a decree: ${undeclared}`);
    const estimates = page.locator('[data-testid="calendar-days"] li[data-estimated]');
    await until('estimates', async () => (await estimates.count()) > 10);
    const fitri = await estimates.filter({ hasText: 'Idulfitri' }).first().innerText();
    yes(/\d+ . \d+/.test(fitri) && fitri.includes('perkiraan') && fitri.includes('belum ditetapkan'), `estimate in words: ${fitri}`);
    yes((await page.locator('td[data-kind="estimate"]').count()) > 15, 'no estimates in the small months');
    await picture(page, 'calendar-estimates');
  });

  await go('a class of the office decides the date', async () => {
    await openForm(page);
    await until('due date', async () => (await deskDue()) === dueByCommand(day(), 14));
    await field(page, 'extraClass').selectOption({ label: 'Ringan (2 hari kerja)' });
    await until('due date by the class', async () => (await deskDue()) === dueByCommand(day(), 2));
    await field(page, 'extraClass').selectOption('');
    await until('due date without it', async () => (await deskDue()) === dueByCommand(day(), 14));
    await press('Escape');
  });

  await go('closing the office by keyboard moves a date; what will move is seen before', async () => {
    const received = day();
    first = await record(page, [...reporter, ...content('Jembatan gantung rusak')]);
    first.moved = dayAfterDue(received, 14);
    await press('F8');
    await tabTo('calendar-close');
    await press('Enter');
    await until('focus on the first day', async () => (await focused(page)) === 'field-from');
    await page.keyboard.type(typed(first.preview));
    const impact = at(page, 'impact-row').filter({ hasText: first.number });
    await impact.waitFor();
    const shown = await impact.innerText();
    yes(shown.includes(typed(first.preview)) && shown.includes(typed(first.moved)), `preview: ${shown}`);
    await press('Control+Enter');
    for (const name of ['reason', 'letter', 'letterOn']) await until(`fault at ${name}`, async () => (await field(page, name).getAttribute('aria-invalid')) === 'true');
    await until('focus on the first fault', async () => (await focused(page)) === 'field-reason');
    await page.keyboard.type(flood.reason);
    await press('Enter');
    await page.keyboard.type(flood.letter);
    await press('Enter');
    await page.keyboard.type('hari ini');
    await picture(page, 'calendar-close');
    await press('Control+Enter');
    await gone('close-form');
    const closure = page.locator(`[data-testid="closure"][data-from="${first.preview}"]`);
    const words = await closure.innerText();
    for (const part of [flood.reason, flood.letter, typed(day()), siti.name]) yes(words.includes(part), `closure lacks ${part}: ${words}`);
  });

  await go('"Tenggat berubah": old, new, why, letter; the trail on the complaint', async () => {
    await press('F6');
    await row('moved', first.number).waitFor();
    const words = await row('moved', first.number).innerText();
    for (const part of [typed(first.preview), typed(first.moved), flood.reason, flood.letter, typed(day()), siti.name]) yes(words.includes(part), `row lacks ${part}: ${words}`);
    same(await at(page, 'badge-moved').getAttribute('data-count'), '1', 'badge in the navigation');
    await picture(page, 'work-moved');
    await until('focus on the row', async () => (await focused(page)) === `work-moved-${first.number}`);
    await press('Enter');
    await at(page, 'moved-notice').waitFor();
    const notice = await at(page, 'moved-notice').innerText();
    for (const part of [typed(first.preview), typed(first.moved), flood.letter]) yes(notice.includes(part), `notice lacks ${part}: ${notice}`);
    const trail = await at(page, 'move').allInnerTexts();
    same(trail.length, 1, 'moves in the trail');
    yes(trail[0].includes(flood.reason) && trail[0].includes(flood.letter), `trail: ${trail[0]}`);
    await picture(page, 'detail-moved');
    await press('Escape');
  });

  await go('"Sudah tahu" by one key', async () => {
    await until('back on the row', async () => (await focused(page)) === `work-moved-${first.number}`);
    await press('Space');
    await until('one picked', async () => (await at(page, 'moved-know').innerText()).includes('dipilih: 1'));
    await press('t');
    await gone('work-group-moved');
    await gone('badge-moved');
  });

  await go('withdrawing the closure moves it back', async () => {
    await press('F8');
    await tabTo('closure-withdraw');
    await press('Enter');
    await until('focus on the reason', async () => (await focused(page)) === 'field-reason');
    await press('Control+Enter');
    await until('a reason is asked for', async () => (await field(page, 'reason').getAttribute('aria-invalid')) === 'true');
    await page.keyboard.type(regret);
    await press('Control+Enter');
    await gone('withdraw-form');
    const closure = page.locator(`[data-testid="closure"][data-in-force="false"]`);
    await closure.waitFor();
    yes((await closure.innerText()).includes(regret), 'the reason of the withdrawal');
    await openDetail(page, first.number);
    await until('the notice of the withdrawal', async () => (await at(page, 'moved-notice').innerText()).includes(regret)); // what was seen before may stand for a moment
    const notice = await at(page, 'moved-notice').innerText();
    yes(notice.includes(regret) && notice.indexOf(typed(first.moved)) < notice.indexOf(typed(first.preview)), `notice: ${notice}`);
    const trail = await at(page, 'move').allInnerTexts();
    same(trail.length, 2, 'moves in the trail');
    yes(trail[1].includes(typed(first.preview)) && trail[1].includes(regret), `trail: ${trail[1]}`);
    await press('t');
    await gone('moved-notice');
    await gone('badge-moved');
  });

  await go('an unusual receipt date is asked about at its field, and nothing is lost', async () => {
    const received = `${undeclared - 1}-12-07`;
    await openForm(page);
    await typeAll(page, [...reporter, ['receivedAt', `${typed(received)} 09.00`], ...content('Dugaan pungutan di pasar'), ['supervisory', { key: 'ArrowRight' }], ['fieldInspection', { key: 'ArrowRight' }]]);
    await until('a range in the panel', async () => (await at(page, 'deadline-panel').innerText()).includes('sementara'));
    await press('Control+Enter');
    await at(page, 'received-question').waitFor();
    yes((await at(page, 'received-question').innerText()).includes('masa depan'), 'the question');
    same(await field(page, 'subject').inputValue(), 'Dugaan pungutan di pasar', 'subject beside the question');
    same(await focused(page), 'field-receivedAt', 'focus');
    await picture(page, 'register-question');
    await press('Enter');
    same(await focused(page), 'received-confirm', 'Enter leads to the answer');
    await press('Enter');
    await at(page, 'recorded-number').waitFor();
    far = { number: (await at(page, 'recorded-number').textContent()).trim() };
    far.range = await at(page, 'provisional').getAttribute('data-range');
    yes(/^\d+.* . \d+ \w+ \d{4}$/.test(far.range), `range: ${far.range}`);
    yes((await at(page, 'provisional').innerText()).startsWith('sementara'), 'the word beside the range');
    await picture(page, 'recorded-provisional');
  });

  await go('saving once more by the same key answers too', async () => {
    await openForm(page);
    await typeAll(page, [...reporter, ['receivedAt', `${typed(day(-45))} 09.00`], ...content('Antrean KTP lama')]);
    await press('Control+Enter');
    await at(page, 'received-question').waitFor();
    await press('Control+Enter');
    await at(page, 'recorded-number').waitFor();
    rested = (await at(page, 'recorded-number').textContent()).trim();
  });

  await go('the range in list and detail', async () => {
    await find(page, far.number, [far.number]);
    const cell = await at(page, `row-${far.number}`).innerText();
    yes(cell.includes(far.range) && cell.includes('sementara'), `row: ${cell}`);
    await picture(page, 'list-provisional');
    await openDetail(page, far.number);
    const head = await page.locator('header', { has: page.locator('h1') }).innerText();
    yes(head.includes(far.range) && head.includes('sementara'), `head: ${head}`);
  });

  await go('why this date, with the keyboard alone', async () => {
    const cellAt = () => page.evaluate(() => ({ date: document.activeElement?.dataset.date ?? '', words: document.activeElement?.getAttribute('aria-label') ?? '', look: document.activeElement?.dataset.look ?? '' }));
    await tabTo('why');
    await press('Enter');
    await until('focus in the calendar', async () => (await cellAt()).date !== '');
    await press('Home');
    const receipt = await cellAt();
    same(receipt.date, `${undeclared - 1}-12-07`, 'the first day');
    yes(receipt.words.includes('diterima'), receipt.words);
    await press('ArrowRight');
    yes((await cellAt()).words.includes('hari kerja ke-1'), (await cellAt()).words);
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await press('ArrowRight');
    const christmas = await until('Christmas Eve', async () => {
      const here = await cellAt();
      if (here.date === `${undeclared - 1}-12-24`) return here;
      await press(here.date < `${undeclared - 1}-12-24` ? 'ArrowRight' : 'ArrowLeft');
      return null;
    });
    yes(/tidak dihitung, Cuti Bersama.*SKB/.test(christmas.words), christmas.words);
    same(await at(page, 'day-said').innerText(), christmas.words, 'the same words for the eye');
    await picture(page, 'why-decree');
    const estimated = await until('an estimated day', async () => {
      const here = await cellAt();
      if (here.look === 'estimated') return here;
      await press('ArrowRight');
      return null;
    });
    yes(estimated.words.includes('Perkiraan') && estimated.words.includes('belum ditetapkan'), estimated.words);
    await picture(page, 'why-estimate');
    await press('End');
    yes((await cellAt()).words.includes('paling akhir'), `last day: ${(await cellAt()).words}`);
    const list = await at(page, 'day-list').innerText();
    yes(list.includes(christmas.words) && list.includes('batas waktu, hari kerja ke-60'), 'the days as a list');
    await press('Escape');
    await gone('why-panel');
    await until('focus back on the button', async () => (await focused(page)) === 'why');
    yes((await at(page, 'detail-number').count()) === 1, 'Esc left the complaint too');

    await openForm(page);
    await field(page, 'subject').focus();
    await press('Alt+k');
    await until('focus in the calendar', async () => (await cellAt()).date === day());
    await picture(page, 'why-form');
    await press('Escape');
    await until('focus back in the field', async () => (await focused(page)) === 'field-subject');
    await press('Escape');
  });

  await go('a decree from a file: signed by the regency', async () => {
    const file = signed(server, 'kalender-1', [[day(-1), first.preview, 'Keppres 99/2026']]);
    await press('F8');
    await tabTo('calendar-take');
    await press('Enter');
    await until('focus on the choice of a file', async () => (await focused(page)) === 'take-pick');
    await at(page, 'take-file').setInputFiles(file);
    await at(page, 'take-preview').waitFor();
    const words = await at(page, 'take-preview').innerText();
    for (const part of [typed(first.preview), 'hari pemungutan suara', 'Keppres 99/2026', first.number, typed(first.moved)]) yes(words.includes(part), `preview lacks ${part}: ${words}`);
    await picture(page, 'calendar-package');
    await press('Control+Enter');
    await gone('take-form');
    yes((await at(page, 'calendar-status').innerText()).includes('dari berkas'), 'where the calendar comes from');
    await press('F6');
    await row('moved', first.number).waitFor();
    const moved = await row('moved', first.number).innerText();
    for (const part of [typed(first.preview), typed(first.moved), 'Keppres 99/2026']) yes(moved.includes(part), `row lacks ${part}: ${moved}`);
  });

  await go('a decree from a file of an unknown key asks for its fingerprint', async () => {
    const file = signed(other, 'kalender-2', [[day(-1), first.preview, 'Keppres 99/2026'], [day(), after(first.moved, 7), 'Keppres 100/2026']]);
    const print = other.run('calendar', 'key').trim().split(/\s+/)[0];
    await press('F8');
    await tabTo('calendar-take');
    await press('Enter');
    await at(page, 'take-file').setInputFiles(file);
    await until('focus on the fingerprint', async () => (await focused(page)) === 'field-fingerprint');
    await page.keyboard.type('AAAA-BBBB-CCCC-DDDD');
    await press('Enter');
    await until('a wrong fingerprint is refused', async () => (await at(page, 'fault').allInnerTexts()).join(' ').includes('tidak cocok'));
    await picture(page, 'calendar-fingerprint');
    await field(page, 'fingerprint').fill(print);
    await press('Enter');
    await at(page, 'take-preview').waitFor();
    await press('Escape');
    await gone('take-form');
  });

  await go('what the reporter let rest is closed with one key and its answer', async () => {
    const number = rested;
    await openDetail(page, number);
    await act(page, 'verify', {}, 'verified');
    await act(page, 'follow_up', { text: 'Sudah ditinjau', on: typed(day(-40)) }, 'in_progress');
    await act(page, 'answer', { text: 'Antrean sudah dipercepat', on: typed(day(-35)) }, 'answered');
    await press('F6');
    await row('respond', number).waitFor();
    for (let i = 0; i < 30 && (await focused(page)) !== `work-respond-${number}`; i++) await press('j');
    await press('s');
    await at(page, 'close-question').waitFor();
    await picture(page, 'work-close');
    await press('Escape');
    await gone('close-question');
    same(await focused(page), `work-respond-${number}`, 'focus after Esc');
    await press('s');
    await until('focus on the answer', async () => (await focused(page)) === 'close-yes');
    await press('s');
    await gone('work-group-respond');
    await openDetail(page, number);
    same(await at(page, 'detail-state').getAttribute('data-state'), 'closed', 'state');
    yes((await page.locator('#main').innerText()).includes('Pelapor tidak menanggapi dalam batas waktu'), 'the result in the history');
  });

  await go('a row leads to the form of its act', async () => {
    const late = await recordLate();
    await press('F6');
    await row('overdue', late).waitFor();
    same(await at(page, 'badge-overdue').getAttribute('data-count'), '1', 'badge of what is overdue');
    await picture(page, 'work');
    for (let i = 0; i < 30 && (await focused(page)) !== `work-verify-${late}`; i++) await press('ArrowDown');
    await press('t');
    await at(page, 'act-form-verify').waitFor();
    await press('Escape');
    await gone('act-form-verify');
    await press('Escape');
    await until('back on the row', async () => (await focused(page)) === `work-verify-${late}`);
  });

  await go('the reminder of the day comes into the window', async () => {
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await field(page, 'notifyAt').fill('00.00');
    await press('Control+Enter');
    await until('the hour is kept', async () => (await field(page, 'notifyAt').inputValue()) === '00:00');
    await press('F6');
    await until('the reminder', async () => (await at(page, 'reminder').count()) === 1, 100_000);
    yes((await at(page, 'reminder').innerText()).length > 10, 'words of the reminder');
    await picture(page, 'reminder');
  });

  await go('who may not change the calendar sees it, and who may', async () => {
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await at(page, 'account-add').click();
    const form = page.locator('form', { has: at(page, 'account-save') });
    for (const [name, value] of Object.entries({ ...budi, passwordAgain: budi.password })) {
      const input = form.locator(`[data-testid="field-${name}"]`);
      if (name === 'role') await input.selectOption(value);
      else await input.fill(value);
    }
    await at(page, 'account-save').click();
    await page.getByText(budi.username).first().waitFor();
    await page.evaluate(() => window.go.desktop.Desk.SignOut());
    await page.reload();
    await signIn(page, budi);
    await press('F8');
    await at(page, 'calendar-read-only').waitFor();
    same(await at(page, 'calendar-close').count(), 0, 'button to close the office');
    await picture(page, 'calendar-read-only');
    await page.evaluate(() => { window.location.hash = '/pengaturan'; });
    await at(page, 'rules-read-only').waitFor();
    same(await at(page, 'rules-save').count(), 0, 'button to save the rules');
    await picture(page, 'settings-read-only');
  });

  /** A complaint whose date has passed. */
  async function recordLate() {
    await openForm(page);
    await typeAll(page, [...reporter, ['receivedAt', `${typed(day(-50))} 09.00`], ...content('Saluran air tersumbat')]);
    await press('Control+Enter');
    await at(page, 'received-question').waitFor();
    await press('Control+Enter');
    await at(page, 'recorded-number').waitFor();
    return (await at(page, 'recorded-number').textContent()).trim();
  }
});

/** A calendar file with election days added: [decreed on, day, decree]. */
function signed(server, name, decrees) {
  const dir = path.join(out, name);
  const file = path.join(out, `${name}.kalender`);
  server.run('calendar', 'export', '--to', dir);
  for (const [on, date, decree] of decrees) {
    appendFileSync(path.join(dir, 'holidays.csv'), `${date},pemilu,Pemungutan Suara,${decree},high,,\n`);
    appendFileSync(path.join(dir, 'holiday_amendments.csv'), `${on},add,${date},pemilu,${decree},decree PDF,Pemungutan Suara,,\n`);
  }
  server.run('calendar', 'sign', dir, '--out', file, '--regency', office.slice(0, 5));
  return file;
}
