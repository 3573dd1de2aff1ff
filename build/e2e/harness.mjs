// Starts what a scenario needs - server, desks, displays, a browser - and ends
// exactly that. Knows nothing of complaints.
import { spawn, execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const out = path.join(root, 'build/out/e2e', path.basename(process.argv[1], '.mjs')); // of this scenario
const shots = path.join(root, 'build/out/shots');
const bin = path.join(root, 'build/bin');
const waitMs = 30_000;

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until check gives something true; what says what was waited for. */
export async function until(what, check, limit = waitMs) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s in vain for: ${what}`);
    await sleep(50);
  }
}

const portOpen = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });

const running = new Set();

/** A process of ours; its output goes to a file of this name. */
class Process {
  constructor(name, command, args, env = {}, stdio = []) {
    const log = createWriteStream(path.join(out, `${name}.log`), { flags: 'a' });
    this.name = name;
    this.child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', ...stdio] });
    this.child.stdout.pipe(log, { end: false });
    this.child.stderr.pipe(log, { end: false });
    running.add(this);
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => { this.dead = error; running.delete(this); resolve(); });
      this.child.on('exit', (code, signal) => { this.dead ??= new Error(`${name} ended: ${code ?? signal}`); running.delete(this); resolve(); });
    });
  }

  async listens(port) {
    await until(`${this.name} listening on ${port}`, () => {
      if (this.dead) throw this.dead;
      return portOpen(port);
    });
  }

  /** signal SIGTERM lets it finish, SIGKILL does not. */
  async stop(signal = 'SIGTERM') {
    if (this.dead) return;
    this.child.kill(signal);
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.ended;
    clearTimeout(patience);
  }
}

/** The central server, with its own data folder and a port that stays the same. */
export class Server {
  constructor(dir) {
    this.dir = dir;
  }

  run(...args) {
    return execFileSync(path.join(bin, 'loket-pusat'), [...args, '--data', this.dir], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async start() {
    this.port ??= await freePort();
    this.address = `http://127.0.0.1:${this.port}`;
    this.process = new Process('pusat', path.join(bin, 'loket-pusat'), ['serve', '--data', this.dir, '--listen', `127.0.0.1:${this.port}`, '--address', this.address]);
    await this.process.listens(this.port);
  }

  stop() {
    return this.process.stop();
  }

  enrolmentCode(office) {
    const line = this.run('enrol', '--office', office, '--address', this.address).split('\n').find((l) => l.startsWith('LOKET1-'));
    if (!line) throw new Error('enrol printed no code');
    return line.trim();
  }
}

async function display() {
  // -noreset: a desk that is killed is its last client, and the next one would find it starting anew.
  const child = new Process('xvfb', 'Xvfb', ['-displayfd', '3', '-screen', '0', '1366x768x24', '-nolisten', 'tcp', '-noreset'], {}, ['pipe']);
  let number = '';
  child.child.stdio[3].on('data', (chunk) => { number += chunk; });
  await until('Xvfb', () => {
    if (child.dead) throw child.dead;
    return number.endsWith('\n');
  });
  return `:${number.trim()}`;
}

let shared; // one display serves all desks

/** A desk: the dev build of the window under Xvfb, which also answers a browser. clock ("8760h") is how far its clock is ahead. */
export class Desk {
  constructor(name, dir, clock = '') {
    this.name = name;
    this.dir = dir;
    this.clock = clock;
  }

  async start() {
    shared ??= display();
    this.port ??= await freePort();
    this.address = `http://127.0.0.1:${this.port}`;
    this.display = await shared;
    this.process = new Process(this.name, path.join(bin, 'loket-aduan-dev'),
      ['-assetdir', path.join(root, 'frontend/dist'), '-devserver', `127.0.0.1:${this.port}`],
      { LOKET_CLOCK: this.clock, LOKET_DATA: this.dir, HOME: this.dir, XDG_DATA_HOME: path.join(this.dir, 'home'), DISPLAY: this.display, GDK_BACKEND: 'x11', WEBKIT_DISABLE_COMPOSITING_MODE: '1', LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1',
        // no message bus of its own: it would outlive the desk
        DBUS_SESSION_BUS_ADDRESS: 'disabled:' });
    await this.process.listens(this.port);
  }

  stop() {
    return this.process.stop();
  }

  kill() {
    return this.process.stop('SIGKILL');
  }

  /** Types a path into the system's own dialog of this title, in the true window. */
  async chooses(title, file) {
    const run = (...args) => execFileSync('xdotool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, DISPLAY: this.display } }).trim();
    const there = () => {
      try {
        return run('search', '--onlyvisible', '--name', title).split('\n')[0];
      } catch {
        return ''; // xdotool finds none
      }
    };
    const dialog = await until(`the dialog "${title}"`, there);
    for (let tries = 0; there() && tries < 5; tries++) { // a busy dialog loses the first letters
      await sleep(500);
      run('windowfocus', '--sync', dialog);
      if (tries === 0) run('type', '/'); // opens its field for a path
      await sleep(500);
      run('key', 'ctrl+a');
      run('type', '--delay', '20', file);
      await sleep(500); // it reads the folder
      run('key', 'Return');
      await until('the dialog gone', () => !there(), 3000).catch(() => {});
    }
  }
}

let browser;

/** A page of its own context on a desk. */
export async function open(desk) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', timezoneId: 'Asia/Makassar' });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  // ipc.js is Wails's own overlay of the dev build; it stumbles while a page loads.
  page.on('pageerror', (error) => error.stack?.includes('/wails/ipc.js') || console.log(`  [${desk.name}] error on the page: ${error.stack?.split('\n').slice(0, 2).join(' ') ?? error}`));
  await page.goto(desk.address);
  return page;
}

/**
 * Pictures of a screen as it is now, at full size and as with 200 % zoom (half
 * the width in the units of a style sheet), into build/out/shots. With zoom
 * nothing may need scrolling sideways.
 */
export async function picture(page, name) {
  mkdirSync(shots, { recursive: true });
  const size = page.viewportSize();
  await page.waitForTimeout(150); // what has just come may still be drawn
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
  await page.setViewportSize({ width: Math.floor(size.width / 2), height: Math.floor(size.height / 2) });
  await page.evaluate(() => document.activeElement?.scrollIntoView({ block: 'center' }));
  await page.waitForTimeout(150);
  await page.screenshot({ path: path.join(shots, `${name}-200.png`) });
  const wide = await page.evaluate(() => [document.documentElement, document.getElementById('main'), ...document.querySelectorAll('[role=dialog]')]
    .filter((e) => e && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1).map((e) => `${e.id || e.tagName}: ${e.scrollWidth} > ${e.clientWidth}`));
  await page.setViewportSize(size);
  if (wide.length > 0) throw new Error(`${name} scrolls sideways at 200 %: ${wide.join(', ')}`);
}

/** Stands in place of the system's viewer from here on: notes in the file given back what it was asked to open. */
export function viewer() {
  const tools = folder('tools');
  const opened = path.join(tools, 'opened');
  writeFileSync(path.join(tools, 'xdg-open'), `#!/bin/sh\necho "$1" >>'${opened}'\n`, { mode: 0o755 });
  process.env.PATH = `${tools}:${process.env.PATH}`;
  return opened;
}

/** An empty folder below that of the scenario. */
export function folder(name) {
  const dir = path.join(out, name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  return dir;
}

export function filesUnder(dir) {
  return existsSync(dir) ? readdirSync(dir, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => path.join(e.parentPath ?? e.path, e.name)) : [];
}

export function same(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: found ${JSON.stringify(found)}, want ${JSON.stringify(wanted)}`);
}

export function yes(found, what) {
  if (!found) throw new Error(what);
}

const results = { passed: 0, failed: 0 };
let broken = '';

/**
 * One step of a scenario. Later steps stand on it: after a failure the rest is
 * counted as failed without being tried.
 */
export async function step(name, run, pages = () => []) {
  if (broken) {
    results.failed++;
    console.log(`FAIL  ${name} (not tried after: ${broken})`);
    return;
  }
  const begun = Date.now();
  try {
    await run();
    results.passed++;
    console.log(`ok    ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    results.failed++;
    broken = name;
    console.log(`FAIL  ${name}\n      ${String(error.stack ?? error).replaceAll('\n', '\n      ')}`);
    for (const [i, page] of pages().entries()) {
      await page?.screenshot({ path: path.join(out, `failed-${i}.png`) }).catch(() => {});
    }
    console.log(`      pictures and logs: ${path.relative(root, out)}`);
  }
}

/** Runs the scenario, ends everything that was started, prints the count. */
export async function scenario(run) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const stop = async () => {
    await browser?.close().catch(() => {});
    for (const child of [...running].reverse()) await child.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().then(() => process.exit(130)));
  try {
    await run();
  } catch (error) {
    results.failed++;
    console.log(`FAIL  scenario\n      ${error.stack ?? error}`);
  } finally {
    await stop();
  }
  console.log(`${results.passed} passed, ${results.failed} failed`);
  process.exitCode = results.failed > 0 ? 1 : 0;
}
