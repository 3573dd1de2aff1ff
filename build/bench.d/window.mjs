// The same as screen.mjs in the window that a clerk has: WebKit, keys from the
// X server, asked through WebKit's own inspector. Prints "figure NAME VALUE" lines.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Desk, folder, freePort, open, scenario, step, until } from '../e2e/harness.mjs';
import { figures, keyEveryMs, queries, watch } from './watch.mjs';

const [register] = process.argv.slice(2);
const siti = { username: 'siti', password: 'kata-sandi-siti' };
const some = queries.filter((_, i) => i % 2 === 0);

/** Runs JavaScript in the window; value is what it gives, as JSON. */
async function inspector(page, port) {
  const address = await until('the inspector', async () => {
    await page.goto(`http://127.0.0.1:${port}/`).catch(() => undefined);
    return (await page.content()).match(/socket\/\d+\/\d+\/WebPage/)?.[0];
  });
  await page.evaluate((url) => new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const waiting = new Map();
    let target = '';
    let last = 0;
    const say = (id, method, params) => socket.send(JSON.stringify({ id, method, params }));
    socket.onerror = () => reject(new Error('no socket'));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.method === 'Target.targetCreated' && message.params.targetInfo.type === 'page') {
        target = message.params.targetInfo.targetId;
        resolve();
      }
      if (message.method !== 'Target.dispatchMessageFromTarget') return;
      const answer = JSON.parse(message.params.message);
      waiting.get(answer.id)?.(answer.result ?? answer);
      waiting.delete(answer.id);
    };
    window.ask = (expression) => new Promise((done) => {
      const id = ++last;
      waiting.set(id, done);
      say(id, 'Target.sendMessageToTarget', { targetId: target, message: JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }) });
    });
  }), `ws://127.0.0.1:${port}/${address}`);
  return async (expression) => {
    const answer = await page.evaluate((text) => window.ask(text), `JSON.stringify((() => { ${expression} })())`);
    if (answer.wasThrown || !answer.result) throw new Error(JSON.stringify(answer));
    return answer.result.value === undefined ? undefined : JSON.parse(answer.result.value);
  };
}

await scenario(async () => {
  const dir = folder('register');
  mkdirSync(dir, { recursive: true });
  cpSync(path.join(register, 'register.db'), path.join(dir, 'register.db'));
  const desk = new Desk('loket', dir);
  const port = await freePort();
  process.env.WEBKIT_INSPECTOR_HTTP_SERVER = `127.0.0.1:${port}`;
  let run;
  const x = (...args) => execFileSync('xdotool', args, { env: { ...process.env, DISPLAY: desk.display } });
  const keys = (...names) => x('key', '--delay', '40', ...names);
  const type = (text, delay = 20) => x('type', '--delay', String(delay), text);
  const is = (what, expression) => until(what, () => run(`return (${expression})`));
  const focused = (name) => is(name, `document.activeElement?.dataset.testid === '${name}'`);
  const next = (name) => run(`window.took = 0; window.nextKey('${name}').then((ms) => { window.took = ms; }, () => { window.took = -1; })`);
  const took = () => until('it is painted', () => run('return window.took'));

  await step('the register opens in the window', async () => {
    await desk.start();
    run = await inspector(await open(desk), port);
    await focused('field-username');
    type(siti.username);
    keys('Tab');
    type(siti.password);
    keys('Return');
    await is('signed in', `!!document.querySelector('[data-testid=sync-status]')`);
    await run(`(${watch})()`);
    keys('F3');
    await focused('search');
    await is('the list', `document.querySelectorAll('tr[data-testid^="row-"]').length > 5`);
  });

  await step('search', async () => {
    for (const round of [0, 1]) { // the first warms the pages of the file, as an hour's work does
      await run('window.measured = []');
      for (const query of some) {
        keys('F3');
        await focused('search');
        keys('ctrl+a');
        type(query, keyEveryMs);
        await until(`the answer to ${query}`, () => run(`return document.querySelector('[data-testid=list-total]')?.dataset.query === ${JSON.stringify(query)}`), 10_000)
          .catch(async (error) => { throw new Error(`${error.message}; the window has ${JSON.stringify(await run(`return [document.querySelector('[data-testid=search]')?.value, document.querySelector('[data-testid=list-total]')?.dataset.query]`))}`); });
      }
      if (round === 1) figures('window-search', await run('return window.measured'));
    }
    keys('F3', 'Escape');
  });

  await step('open', async () => {
    const all = [];
    await is('the whole list', `document.querySelector('[data-testid=search]').value === ''`);
    keys('Down');
    for (let i = 0; i < 25; i++) {
      await is('a row', '!!document.activeElement?.dataset.row');
      await next('detail-number');
      keys('Return');
      all.push(await took());
      keys('Escape');
      await is('the row again', '!!document.activeElement?.dataset.row');
      keys('Down');
    }
    figures('window-open', all);
  });

  await step('save', async () => {
    const all = [];
    for (let i = 0; i < 15; i++) {
      keys('F2');
      await focused('field-reporter.name');
      type(`Rahmadi Zulkarnain ${i}`);
      keys('Tab');
      type(`630305521290${1000 + i}`);
      await run(`
        const put = (name, value) => {
          const field = document.querySelector('[data-testid="field-' + name + '"]');
          Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, value);
          field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
        };
        put('reporter.sex', 'P');
        put('reporter.address', 'Jalan Melati RT 02');
        put('narrative', 'Titian kayu di Sungai Paring nomor ${i} patah, anak sekolah tercebur dan warga harus memutar jauh.');
        document.querySelector('[data-testid=field-category]').focus()`);
      type('Infra');
      keys('Return');
      await new Promise((done) => { setTimeout(done, 700); }); // the draft is kept, hints are there
      await next('recorded-number');
      keys('ctrl+Return');
      all.push(await took());
    }
    figures('window-save', all);
  });
});
