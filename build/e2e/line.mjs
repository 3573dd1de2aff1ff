// The line between a desk and the regency: a TCP proxy that can be slow, or down.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './harness.mjs';

const piece = 1024;

export class Line {
  #conns = new Set();
  #free = [0, 0]; // when each way has sent what it was given, ms
  rate = Infinity; // bytes a second, each way, all connections together

  constructor(server) {
    this.server = server;
  }

  async start() {
    this.port ??= await freePort();
    this.address = `http://127.0.0.1:${this.port}`;
    this.listener = net.createServer({ pauseOnConnect: true }, (desk) => {
      const up = net.connect(this.server.port, '127.0.0.1');
      for (const end of [desk, up]) {
        this.#conns.add(end);
        end.on('error', () => {});
        end.on('close', () => { this.#conns.delete(end); desk.destroy(); up.destroy(); });
      }
      void this.#pump(desk, up, 0);
      void this.#pump(up, desk, 1);
    });
    this.listener.unref(); // the scenario's end is its end
    await new Promise((done, failed) => { this.listener.on('error', failed).listen(this.port, '127.0.0.1', done); });
  }

  async #pump(from, to, way) {
    try {
      for await (const data of from) {
        for (let at = 0; at < data.length; at += piece) {
          const part = data.subarray(at, at + piece);
          if (this.rate !== Infinity) {
            this.#free[way] = Math.max(this.#free[way], Date.now()) + (part.length * 1000) / this.rate;
            await sleep(this.#free[way] - Date.now());
          }
          if (!to.write(part)) await new Promise((done) => { to.once('drain', done); to.once('close', done); });
        }
      }
      to.end();
    } catch {
      to.destroy();
    }
  }

  /** The cable is out: what is under way is lost, until start. */
  async stop() {
    const closed = new Promise((done) => { this.listener.close(done); });
    for (const end of this.#conns) end.destroy();
    await closed;
  }
}
