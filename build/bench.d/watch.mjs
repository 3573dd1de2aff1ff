// What is typed at a big register, and what is noted of it in the page; for
// screen.mjs (Chromium) and window.mjs (the window of the desk).

// Typed one letter at a time: words in every second text and in few, names, the
// beginnings of NIK and phones, numbers, parts from within, slips, what is not there.
export const queries = ['jalan berlubang', 'lampu padam', 'jembatan', 'sampah', 'perpustakaan', 'syarat pindah', 'antrean pengobatan', 'kuitansi', 'siti', 'muhammad rizky',
  'zubaidah', 'norhayati sari', 'sekumpul', 'tanjung rema', 'irigasi', '630305', '6303110', '0812', '08571', '2025-0101', '012345', 'lubang', 'tulang', 'berhenti', 'gotong', 'royong',
  'perpustkaan', 'jembatn', 'muhamad', 'kelelawar', 'rt 05', 'banyu', 'tagihan', 'bantuan', 'truk', 'pupuk', 'kartu keluarga belum', 'petugas zulkifli', 'sudah dikerjakan', 'ibu saya sakit'];
export const keyEveryMs = 130; // a quick typist

const ascending = (all) => all.toSorted((a, b) => a - b);
const part = (all, p) => ascending(all)[Math.min(all.length - 1, Math.floor((all.length * p) / 100))];
export const figure = (name, value) => console.log(`figure ${name} ${Math.round(value * 10) / 10}`);
export const figures = (name, all) => { figure(`${name}-p50`, part(all, 50)); figure(`${name}-p95`, part(all, 95)); figure(`${name}-most`, Math.max(...all)); };

/** Notes when a key was pressed, and when what it asked for was painted. */
export function watch() {
  const painted = (tell) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => tell(performance.now()); channel.port2.postMessage(0); });
  let waiting = [];
  let pressed = 0;
  window.measured = [];
  window.addEventListener('keydown', (event) => { pressed = event.timeStamp; }, true);
  document.addEventListener('input', (event) => {
    if (event.target.dataset?.testid === 'search') waiting.push({ text: event.target.value.trim(), at: pressed });
  }, true);
  const look = () => {
    const shown = document.querySelector('[data-testid=list-total]')?.dataset.query;
    if (shown === undefined || waiting.length === 0) return;
    const last = waiting.findLastIndex((one) => one.text === shown);
    if (last < 0) return;
    const answered = waiting.splice(0, last + 1);
    painted((now) => answered.forEach((one) => window.measured.push(now - one.at)));
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  /** Milliseconds from the next key until something of this name is painted. */
  window.nextKey = (name) => new Promise((resolve, reject) => {
    let begun = 0;
    setTimeout(() => reject(new Error(`${name} does not come`)), 20_000);
    window.addEventListener('keydown', (event) => { begun ||= event.timeStamp; }, { capture: true });
    const seen = new MutationObserver(() => {
      if (!begun || !document.querySelector(`[data-testid="${name}"]`)) return;
      seen.disconnect();
      painted((now) => resolve(now - begun));
    });
    seen.observe(document.body, { subtree: true, childList: true });
  });
  /** Time between frames while something runs. */
  window.frames = async (ms) => {
    const all = [];
    const end = performance.now() + ms;
    for (let before = performance.now(); before < end;) {
      const now = await new Promise((resolve) => requestAnimationFrame(resolve));
      all.push(now - before);
      before = now;
    }
    return all.slice(1);
  };
}
