// A power cut while a clerk types: the desk is killed at random moments, and the
// form that is opened again must be what was typed but for the last second.
//
//   node build/e2e/kill.mjs [--kills 20]
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, field, openForm, setUpAlone, signIn } from './desk.mjs';
import { Desk, folder, open, scenario, step, until } from './harness.mjs';

const { values: { kills } } = parseArgs({ options: { kills: { type: 'string', default: '20' } } });
const siti = { name: 'Siti Rahmah', username: 'siti', role: 'admin', password: 'kata-sandi-siti' };
const fields = ['reporter.name', 'reporter.address', 'subject', 'narrative', 'request'];
const words = 'lampu jalan padam di simpang empat sudah dua minggu warga takut lewat malam hari tolong diganti banyu kada jalan titian rusak'.split(' ');
const mostMs = 1000;

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const read = async (page) => Object.fromEntries(await Promise.all(fields.map(async (name) => [name, await field(page, name).inputValue()])));

/** Types until told to stop, and notes the form after every key with the time when the page had handled it. */
async function typeOn(page, from, stopped) {
  const form = { ...from };
  const states = [{ at: Date.now(), form: { ...form } }];
  let name = '';
  try {
    while (!stopped()) {
      if (!name || Math.random() < 0.25) {
        name = pick(fields);
        await field(page, name).focus();
        await page.keyboard.press('Control+End'); // a long text is several lines
      }
      for (const letter of `${pick(words)} `) {
        if (stopped()) break;
        await page.keyboard.type(letter);
        form[name] += letter;
        states.push({ at: Date.now(), form: { ...form } });
        await sleep(15 + Math.random() * 60);
      }
    }
  } catch (error) {
    if (!stopped()) throw error;
  }
  return states;
}

/** How long the desk takes to answer anything at all: on a busy machine that is not the draft's doing. */
async function answerMs(page) {
  const begun = Date.now();
  await page.evaluate(() => window.go.desktop.Desk.Start());
  return Date.now() - begun;
}

await scenario(async () => {
  const desk = new Desk('loket', folder('loket'));
  let page, form, worst = 0, lost = 0;

  await step('first run, a form is open', async () => {
    await desk.start();
    page = await open(desk);
    await setUpAlone(page, siti);
    await openForm(page);
    await field(page, 'narrative').fill('Yang pertama. ');
    await until('a draft', () => at(page, 'draft-line').locator('*').count());
    form = await read(page);
  });

  await step(`killed ${kills} times while typing, at most the last second is gone`, async () => {
    for (let i = 0; i < Number(kills); i++) {
      if ((form.narrative + form.subject).length > 2000) {
        for (const name of fields) await field(page, name).fill('');
        form = await read(page);
      }
      const busy = await answerMs(page);
      let killed = 0;
      const typing = typeOn(page, form, () => killed > 0);
      await sleep(200 + Math.random() * 2300);
      killed = Date.now();
      await desk.kill();
      const states = await typing;
      await page.context().close();
      await desk.start();
      page = await open(desk);
      await signIn(page, siti);
      await page.keyboard.press('F2');
      await page.locator('[data-testid^="draft-"] button').first().click();
      await until('the draft', async () => page.url().includes('/catat/') && (await page.locator('[data-testid^="draft-"] button').count()) === 0 && (await field(page, 'narrative').count()) > 0);
      form = await read(page);
      const text = JSON.stringify(form);
      const last = states.findLastIndex((one) => JSON.stringify(one.form) === text);
      if (last < 0) throw new Error(`kill ${i + 1}: the form is nothing that was ever typed: ${text}\nlast typed: ${JSON.stringify(states.at(-1).form)}`);
      // Keys that the page handled before the kill and that are not in the form.
      const missing = states.slice(last + 1).filter((one) => one.at <= killed);
      const age = missing.length > 0 ? killed - missing[0].at : 0;
      worst = Math.max(worst, age);
      lost += missing.length;
      if (age > mostMs + busy) throw new Error(`kill ${i + 1}: ${missing.length} keys lost, the oldest ${age} ms before the kill (${busy} ms for any answer)`);
    }
    console.log(`      oldest lost key ${worst} ms before its kill, ${(lost / Number(kills)).toFixed(1)} keys lost a kill`);
  }, () => [page]);
});
