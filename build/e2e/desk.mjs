// What a clerk does at the screens, by keyboard where the counter does it so.
import { same, until, yes } from './harness.mjs';

const hook = (name) => `[data-testid="${name}"]`;
export const at = (page, name) => page.locator(hook(name));
export const field = (page, name) => at(page, `field-${name}`);

/** The hook of the field that has the focus; "" when it is none. */
export const focused = (page) => page.evaluate(() => document.activeElement?.closest('[data-testid]')?.getAttribute('data-testid') ?? '');

/** Goes with Enter (Tab in a text area) to a field, whether it stands further down or above. */
async function walkTo(page, name) {
  for (let i = 0; i < 40; i++) {
    const here = await focused(page);
    if (here === `field-${name}`) return;
    const above = await field(page, name).evaluate((f) => (document.activeElement.compareDocumentPosition(f) & Node.DOCUMENT_POSITION_PRECEDING) !== 0).catch(() => false);
    const up = above ? 'Shift+' : '';
    const area = await page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.press(up + (area ? 'Tab' : 'Enter'));
  }
  throw new Error(`the keyboard does not lead to field ${name}; focus is on ${await focused(page)}`);
}

/** Types into the fields in the order of the screen, with the keyboard alone. */
export async function typeAll(page, entries) {
  for (const [name, value] of entries) {
    await walkTo(page, name);
    // A space ticks a box, an arrow key changes yes and no; in all other fields,
    // short lists too, letters do.
    if (value === true) await page.keyboard.press('Space');
    else if (value.key) await page.keyboard.press(value.key);
    else await page.keyboard.type(value);
  }
}

export async function setUp(page, code, account) {
  await at(page, 'setup-way').waitFor();
  await at(page, 'setup-way').locator('label').nth(1).click();
  await field(page, 'enrolmentCode').fill(code);
  for (const [name, value] of Object.entries(account)) {
    if (name === 'role') await field(page, name).selectOption(value);
    else await field(page, name).fill(value);
  }
  await field(page, 'passwordAgain').fill(account.password);
  await at(page, 'set-up').click();
  const recovery = (await at(page, 'recovery-code').textContent()).trim();
  await at(page, 'recovery-kept').check();
  await at(page, 'recovery-continue').click();
  await at(page, 'sync-status').waitFor();
  return recovery;
}

/** Sets a desk up that belongs to no server. */
export async function setUpAlone(page, account) {
  await at(page, 'setup-way').waitFor();
  for (const [name, value] of Object.entries({ officeName: 'Kecamatan Martapura', officeCode: '63.03.05', ...account, passwordAgain: account.password })) {
    if (name === 'role') await field(page, name).selectOption(value);
    else await field(page, name).fill(value);
  }
  await at(page, 'set-up').click();
  await at(page, 'recovery-kept').check();
  await at(page, 'recovery-continue').click();
  await at(page, 'sync-status').waitFor();
}

export async function signIn(page, account) {
  await field(page, 'username').fill(account.username);
  await field(page, 'password').fill(account.password);
  await page.keyboard.press('Enter');
  await at(page, 'sync-status').waitFor();
}

/** Opens the form with F2, ready to be typed into. */
export async function openForm(page) {
  await page.keyboard.press('F2');
  await field(page, 'reporter.name').waitFor();
  await until('focus on the first field', async () => (await focused(page)) === 'field-reporter.name');
}

/** Opens the form with F2, types, saves with Ctrl+Enter. */
export async function record(page, entries) {
  await openForm(page);
  await typeAll(page, entries);
  const preview = await until('due date while typing', () => at(page, 'deadline-due').getAttribute('data-due'));
  await page.keyboard.press('Control+Enter');
  await at(page, 'recorded-number').waitFor();
  const number = (await at(page, 'recorded-number').textContent()).trim();
  const due = (await at(page, 'recorded-due').textContent()).trim();
  return { number, due, preview };
}

/** Types into the search box and waits until the list shows just these numbers. */
export async function find(page, words, numbers) {
  await page.keyboard.press('F3');
  await at(page, 'search').fill(words);
  await until(`search "${words}" finding ${numbers.length}`, async () => {
    const shown = await page.locator('tr[data-testid^="row-"]').evaluateAll((rows) => rows.map((r) => r.dataset.testid.slice(4)));
    return shown.length === numbers.length && numbers.every((n) => shown.includes(n));
  });
}

export async function openDetail(page, number) {
  await find(page, number, [number]);
  await at(page, `row-${number}`).click();
  await at(page, 'detail-number').waitFor();
  same((await at(page, 'detail-number').textContent()).trim(), number, 'number on the detail page');
}

/** Does an act on the open detail page and waits for the state. */
export async function act(page, name, values, state) {
  await at(page, `act-${name}`).click();
  await until(`focus in the form of ${name}`, () => at(page, `act-form-${name}`).evaluate((form) => form.contains(document.activeElement)));
  for (const [key, value] of Object.entries(values)) {
    const input = field(page, key);
    const kind = await input.evaluate((e) => e.tagName);
    if (kind === 'SELECT') await input.selectOption(value);
    else await input.fill(value);
    // Long lists take the first that fits when the field is left.
    if (kind === 'INPUT' && (await input.getAttribute('aria-haspopup')) === 'listbox') {
      await page.locator('[role=option]', { hasText: value }).first().waitFor();
      await page.keyboard.press('Enter');
    }
  }
  const before = await at(page, 'timeline-item').count();
  await page.keyboard.press('Control+Enter');
  await until(`${name} in the timeline`, async () => (await at(page, 'timeline-item').count()) > before);
  await until(`state ${state} after ${name}`, async () => (await at(page, 'detail-state').getAttribute('data-state')) === state);
}

/** An act that Go must refuse at a field, leaving the state as it is. */
export async function refused(page, name, fieldName) {
  const before = await at(page, 'detail-state').getAttribute('data-state');
  await at(page, `act-${name}`).click();
  await at(page, 'act-submit').click();
  await until(`${name} refused at ${fieldName}`, async () => (await field(page, fieldName).getAttribute('aria-invalid')) === 'true');
  same(await at(page, 'detail-state').getAttribute('data-state'), before, `state after a refused ${name}`);
  await at(page, `act-${name}`).click();
}

/** Adds an account in the settings. */
export async function addAccount(page, account) {
  await page.evaluate(() => { window.location.hash = '/pengaturan'; });
  await at(page, 'account-add').click();
  for (const [name, value] of Object.entries({ ...account, passwordAgain: account.password })) {
    if (name === 'role') await field(page, name).first().selectOption(value); // the letterhead has a name as well
    else await field(page, name).first().fill(value);
  }
  await at(page, 'account-save').click();
  await page.getByRole('cell', { name: account.username }).waitFor();
}

/** Goes to what was sent and what waits. */
export async function toLine(page) {
  await page.keyboard.press('F9');
  await at(page, 'sync-page').waitFor();
}

/** Does not wait for the loop's next attempt. */
export async function tryNow(page) {
  await toLine(page);
  await at(page, 'sync-now').waitFor();
  await page.keyboard.press('c');
}

/** How many complaints the register has. */
export const listed = (page) => page.evaluate(async () => (await window.go.desktop.Desk.List({ query: '', states: [], classes: [], categories: [], kinds: [], due: '', dueFrom: '', dueTo: '', openOnly: false, sort: '', offset: 0, limit: 1 })).total);

export async function level(page, wanted) {
  await until(`sync status ${wanted}`, async () => (await at(page, 'sync-status').getAttribute('data-level')) === wanted, 60_000);
}

export const unsent = async (page) => Number(await at(page, 'sync-status').getAttribute('data-unsent'));

export async function exportAll(page, from, to) {
  await page.evaluate(() => { window.location.hash = '/laporan'; });
  await field(page, 'from').fill(from);
  await field(page, 'to').fill(to);
  if (await field(page, 'reveal').count()) await field(page, 'reveal').check();
  await at(page, 'export').click();
  const file = (await at(page, 'export-path').textContent()).trim();
  yes(file.endsWith('.xlsx'), `export gave no workbook: ${file}`);
  return file;
}
