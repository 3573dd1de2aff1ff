// The desk by keyboard alone, against the real bindings: a walk-in in few keys,
// who complained before, what is recorded already.
import { at, field, focused, openForm, setUpAlone } from './desk.mjs';
import { Desk, folder, open, picture, same, scenario, step, until, yes } from './harness.mjs';

const siti = { name: 'Siti Rahmah', username: 'siti', role: 'admin', password: 'kata-sandi-siti' };
const walkIn = {
  name: 'Aminah binti Ali', nik: '6303055212900001', phone: '0812 3456 7890', village: 'Bincau', category: 'Infra',
  story: 'Papan jembatan gantung RT 3 lepas sejak banjir. Kemarin anak sekolah terperosok. Mohon segera diperbaiki.',
};
const keysMost = 12;

/** A keyboard that counts: every key of a chord, but not the letters of a text. */
class Hands {
  keys = 0;
  constructor(page) {
    this.page = page;
  }
  async press(...chords) {
    for (const chord of chords) {
      this.keys += chord.split('+').length;
      await this.page.keyboard.press(chord);
    }
  }
  type(text) {
    return this.page.keyboard.type(text);
  }
}

const focusOn = (page, name) => until(`focus on ${name}`, async () => (await focused(page)) === `field-${name}`);
const recorded = async (page) => {
  await at(page, 'recorded-number').waitFor();
  return (await at(page, 'recorded-number').textContent()).trim();
};
const value = async (page, name) => (await at(page, `value-${name}`).locator('dd').textContent()).trim();

await scenario(async () => {
  const desk = new Desk('loket', folder('loket'));
  let page, hands, first, second;
  const go = (name, run) => step(name, run, () => [page]);

  await go('first run', async () => {
    await desk.start();
    page = await open(desk);
    await setUpAlone(page, siti);
  });

  await go(`a walk-in takes at most ${keysMost} keys beside its text`, async () => {
    hands = new Hands(page);
    await hands.press('F2');
    await focusOn(page, 'reporter.name');
    const begun = Date.now();
    await hands.type(walkIn.name);
    await hands.press('Enter');
    await hands.type(walkIn.nik);
    await hands.press('Enter');
    await hands.type(walkIn.phone);
    await hands.press('Enter');
    await hands.type(walkIn.village);
    await hands.press('Enter');
    await hands.press('Alt+2', 'Enter');
    await focusOn(page, 'narrative');
    await hands.type(walkIn.story);
    await hands.press('Tab');
    await focusOn(page, 'category');
    await hands.type(walkIn.category);
    await hands.press('Control+Enter');
    first = await recorded(page);
    console.log(`      ${hands.keys} keys beside the text, ${((Date.now() - begun) / 1000).toFixed(1)} s by script`);
    yes(hands.keys <= keysMost, `${hands.keys} keys`);
  });

  await go('what was left out follows from what was typed', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await at(page, 'detail-number').waitFor();
    same((await at(page, 'detail-number').textContent()).trim(), first, 'number');
    same((await page.locator('h1').last().textContent()).trim(), 'Papan jembatan gantung RT 3 lepas sejak banjir', 'subject');
    same(await value(page, 'reporter.sex'), 'Perempuan', 'sex, by the NIK');
    same(await value(page, 'reporter.ageBand'), '31 sampai 45 tahun', 'age, by the NIK');
    same(await value(page, 'reporter.address'), 'Bincau', 'address, by the village');
  });

  await go('the NIK is read, a doubt is no refusal; numbers as typed until the field is left', async () => {
    await openForm(page);
    await page.keyboard.type('Rusli');
    await page.keyboard.press('Enter');
    await page.keyboard.type('6303051101800002');
    await until('birth and sex', async () => (await at(page, 'nik-note').textContent()).includes('lahir 11/01/1980, laki-laki'));
    same(await field(page, 'reporter.idNumber').inputValue(), '6303051101800002', 'while typing');
    await page.keyboard.press('Enter');
    same(await field(page, 'reporter.idNumber').inputValue(), '6303 0511 0180 0002', 'after leaving');
    await page.keyboard.type('+62 852-0000-1111');
    same(await field(page, 'reporter.phone').inputValue(), '+62 852-0000-1111', 'while typing');
    await page.keyboard.press('Enter');
    same(await field(page, 'reporter.phone').inputValue(), '0852 0000 1111', 'after leaving');
    await page.keyboard.press('Enter');
    await focusOn(page, 'reporter.sex');
    await page.keyboard.type('P');
    await until('the doubt', async () => (await at(page, 'nik-note').textContent()).includes('Menurut NIK pelapor laki-laki'));
    await page.keyboard.press('Enter');
    await page.keyboard.type('RT 1');
    await page.keyboard.press('Alt+2');
    await page.keyboard.type('Lampu jalan');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Lampu jalan padam.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Energi');
    await page.keyboard.press('Control+Enter');
    await recorded(page);
  });

  await go('a known reporter is filled in with one key, and taken out again', async () => {
    await openForm(page);
    await page.keyboard.type('Aminah b');
    await at(page, 'known-take').waitFor();
    yes((await at(page, 'known-take').textContent()).includes('nama sama'), 'why');
    await page.keyboard.press('Alt+i');
    await at(page, 'known-untake').waitFor();
    same(await field(page, 'reporter.name').inputValue(), walkIn.name, 'a name that was begun is written out');
    const holder = (name) => field(page, name).getAttribute('placeholder');
    await until('what will be saved', async () => (await holder('reporter.idNumber')) === '••••••••••••0001');
    same(await holder('reporter.phone'), '•••••••••890', 'phone, masked');
    same(await holder('reporter.address'), 'Bincau', 'address');
    await picture(page, 'intake-known');
    await page.keyboard.press('Alt+i');
    await until('taken out', async () => (await holder('reporter.idNumber')) !== '••••••••••••0001');
    same(await field(page, 'reporter.name').inputValue(), 'Aminah b', 'what was typed stays');
    await page.keyboard.press('Alt+i');
    await at(page, 'known-untake').waitFor();
  });

  await go('what may be recorded already is shown, moves nothing, and is linked by keys', async () => {
    await page.keyboard.press('Alt+2');
    await page.keyboard.press('Enter');
    const places = () => page.evaluate(() => Object.fromEntries(['field-narrative', 'field-category', 'save', 'deadline-due'].map((n) => {
      const { x, y } = document.querySelector(`[data-testid="${n}"]`).getBoundingClientRect();
      return [n, `${x},${y}`];
    })));
    const before = JSON.stringify(await places());
    await page.keyboard.type('Titian gantung RT 3 papannya lapas, kakanakan sakulah gugur.');
    await at(page, `alike-${first}`).waitFor();
    same(JSON.stringify(await places()), before, 'places of fields and button');
    same(await focused(page), 'field-narrative', 'focus');
    for (const words of ['NIK sama', 'nama dan isi mirip']) await until(`why: ${words}`, async () => (await at(page, `alike-${first}`).textContent()).includes(words));
    await page.keyboard.press('Tab');
    await page.keyboard.type('Infra');
    await page.keyboard.press('Alt+m');
    await page.keyboard.press('Enter');
    await until('linked', async () => (await at(page, `alike-${first}`).getAttribute('data-linked')) !== null);
    await picture(page, 'intake-alike');
    await page.keyboard.press('Escape');
    await focusOn(page, 'category');
    await page.keyboard.press('Control+Enter');
    second = await recorded(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await at(page, `link-${first}`).waitFor();
    same(await value(page, 'reporter.idNumber'), '••••••••••••0001', 'NIK taken over, masked');
    await picture(page, 'detail-linked');
    await at(page, `link-${first}`).locator('a').focus();
    await page.keyboard.press('Enter');
    await until('the other one', async () => (await at(page, 'detail-number').textContent()).trim() === first);
    await at(page, `link-${second}`).waitFor();
  });

  await go('a link is taken off and made again by its number', async () => {
    await at(page, 'link-off').focus();
    await page.keyboard.press('Enter');
    await at(page, `link-${second}`).waitFor({ state: 'detached' });
    await field(page, 'other').focus();
    await page.keyboard.type(second.toLowerCase());
    await page.keyboard.press('Enter');
    await at(page, `link-${second}`).waitFor();
  });
});
