// What a screen must be for everybody: no serious fault of accessibility, and
// every control reached by Tab and seen to be reached.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { until } from './harness.mjs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Throws when axe finds anything serious or critical on the page as it is now. */
export async function accessible(page, what) {
  // What still fades has no colour of its own yet; a loader turns for ever and is not waited for.
  await page.evaluate(() => Promise.all(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => {}))));
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.slice(0, 4).map((node) => `${id}: ${node.target.join(' ')} - ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
  });
  if (found.length > 0) throw new Error(`${what}:\n  ${found.join('\n  ')}`);
}

/** Looks at the page in both colours, light last, each once it has come. */
export async function inColours(page, look) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await until(colorScheme, () => page.evaluate((wanted) => document.documentElement.dataset.mantineColorScheme === wanted, colorScheme));
    await page.waitForTimeout(250); // colours that fade over
    await look(colorScheme);
  }
}

/** Goes through the page with Tab; throws for what it does not reach, or where nothing shows that it did. */
export async function reachable(page, what) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    // Around a control, for what it draws may be its neighbour: the box of a tick, the word of a choice.
    window.lookOf = (element) => [element, element.nextElementSibling, element.parentElement, element.parentElement?.parentElement]
      .filter(Boolean)
      .map((one) => { const s = getComputedStyle(one); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor].join(); })
      .join(';');
    const start = document.createElement('span');
    start.id = 'tab-start';
    start.tabIndex = -1;
    (document.querySelector('dialog[open]') ?? document.body).prepend(start); // all around an open dialog is out of reach
    start.focus();
  });
  const most = 400;
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const done = await page.evaluate(() => {
      const element = document.activeElement;
      window.checkLast?.();
      if (!element || element === document.body || element.dataset.reached) return true;
      element.dataset.reached = 'yes';
      const focused = window.lookOf(element);
      window.checkLast = () => {
        if (window.lookOf(element) === focused) element.dataset.unseen = 'yes';
        window.checkLast = undefined;
      };
      return false;
    });
    if (done) break;
  }
  const bad = await page.evaluate(() => {
    const name = (e) => e.dataset.testid ?? e.getAttribute('aria-label') ?? `${e.tagName.toLowerCase()} "${(e.textContent ?? '').trim().slice(0, 30)}"`;
    const visible = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
    const page = document.querySelector('dialog[open]') ?? document;
    const controls = Array.from(page.querySelectorAll('a[href], button, input, select, textarea, [tabindex]'))
      .filter((e) => e.tabIndex >= 0 && !e.disabled && visible(e) && !e.closest('[inert], [aria-hidden=true]'));
    const missed = controls.filter((e) => !e.dataset.reached && !(e.type === 'radio' && controls.some((o) => o.name === e.name && o.dataset.reached)));
    const unseen = Array.from(document.querySelectorAll('[data-unseen]'));
    document.getElementById('tab-start')?.remove();
    for (const e of document.querySelectorAll('[data-reached]')) { delete e.dataset.reached; delete e.dataset.unseen; }
    return [...missed.map((e) => `not reached: ${name(e)}`), ...unseen.map((e) => `not seen: ${name(e)}`)];
  });
  if (bad.length > 0) throw new Error(`${what}:\n  ${bad.join('\n  ')}`);
}
