// Pictures of screens in every size and colour, for somebody to look at: into
// build/out/screens, with a page that shows all of them. In none of them may
// anything need scrolling sideways.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, until } from './harness.mjs';

export const gallery = path.join(root, 'build/out/screens');

// Zoom halves what a style sheet has; the letters of "large" are chosen in the settings.
const looks = {
  biasa: { words: '1366 x 768', width: 1366, height: 768, scheme: 'light' },
  gelap: { words: '1366 x 768, dark', width: 1366, height: 768, scheme: 'dark' },
  besar: { words: '1366 x 768, large', width: 1366, height: 768, scheme: 'light', large: true },
  zoom: { words: '1366 x 768 at 200 %', width: 683, height: 384, scheme: 'light' },
  zoomhd: { words: '1920 x 1080 at 200 %', width: 960, height: 540, scheme: 'light' },
};

const tallest = 4000;

const made = []; // { screen, state, wide, whole }

export function openGallery() {
  rmSync(gallery, { recursive: true, force: true });
  mkdirSync(gallery, { recursive: true });
}

async function settle(page) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(180); // what has just come may still be drawn, colours fade over
}

const tooWide = () => [document.documentElement, document.body, ...document.querySelectorAll('#main, [role=dialog], #help-article, #root > div')]
  .filter((e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible')
  .map((e) => `${e.id || e.dataset.testid || e.tagName.toLowerCase()}: ${e.scrollWidth} > ${e.clientWidth}`);

/** The screen as it stands now, in each look; state says what it shows: "kosong", "5.000", ... */
export async function shoot(page, screen, state) {
  const wide = [];
  for (const [name, look] of Object.entries(looks)) {
    await page.emulateMedia({ colorScheme: look.scheme });
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.evaluate((large) => { document.documentElement.dataset.size = large ? 'large' : ''; }, look.large ?? false);
    await until(look.scheme, () => page.evaluate((wanted) => document.documentElement.dataset.mantineColorScheme === wanted, look.scheme));
    await page.evaluate(() => document.activeElement?.scrollIntoView({ block: 'nearest' }));
    await settle(page);
    await page.screenshot({ path: path.join(gallery, `${screen}-${state}-${name}.png`) });
    for (const one of await page.evaluate(tooWide)) wide.push(`${screen} ${state}, ${look.words}: ${one}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.evaluate(() => { document.documentElement.dataset.size = ''; });
  await settle(page);
  const whole = await page.evaluate(() => {
    const main = document.querySelector('dialog[open]') ? null : document.getElementById('main');
    return main && main.scrollHeight > main.clientHeight + 8 ? main.scrollHeight + innerHeight - main.clientHeight : 0;
  });
  if (whole > 0) {
    await page.setViewportSize({ width: 1366, height: Math.min(whole, tallest) });
    await settle(page);
    await page.screenshot({ path: path.join(gallery, `${screen}-${state}-semua.png`) });
    await page.setViewportSize({ width: 1366, height: 768 });
  }
  made.push({ screen, state, wide, whole: whole > 0 });
}

/** Writes the page, and gives what has to be scrolled sideways. */
export function closeGallery() {
  const looksOf = (one) => Object.entries(looks).concat(one.whole ? [['semua', { words: 'all of it', width: 1366 }]] : []);
  const row = ({ screen, state, wide, whole }) => `<h2>${screen}, ${state}</h2>${wide.length ? `<p class="bad">${wide.join('<br>')}</p>` : ''}<div>${looksOf({ whole })
    .map(([name, { words, width }]) => `<figure style="width:${width / 3}px"><a href="${screen}-${state}-${name}.png"><img loading="lazy" src="${screen}-${state}-${name}.png" alt=""></a><figcaption>${words}</figcaption></figure>`).join('')}</div>`;
  const pictures = made.reduce((sum, one) => sum + looksOf(one).length, 0);
  writeFileSync(path.join(gallery, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Loket Aduan: every screen</title>
<style>body{font:15px sans-serif;margin:24px}div{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}figure{margin:0}img{width:100%;border:1px solid #bbb}figcaption{color:#555}.bad{color:#a01919}h2{font-size:17px}</style>
<h1>${made.length} screens, ${pictures} pictures</h1>
${made.map(row).join('\n')}
`);
  return { screens: made.length, pictures, wide: made.flatMap((one) => one.wide) };
}
