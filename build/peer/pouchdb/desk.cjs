// The peer's desk, a process that takes the same orders as ours (desk_test.go):
// one JSON object a line on standard input, answers on standard output. It ends
// when standard input does.
'use strict'
const fs = require('node:fs')
const readline = require('node:readline')
const PouchDB = require('pouchdb')

const [, , folder, address] = process.argv
const local = new PouchDB(folder + '/desk')
const remote = new PouchDB(address + '/pengaduan')

// On a good line the default of 100 documents a batch makes the peer a third
// slower: the comparison is with its better setting.
const batches = { batch_size: 1000 }
const running = []

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n')

function live(replication) {
  running.push(replication)
  replication.on('error', () => {})
  replication.catch(() => {})
}

const orders = {
  // The remote database is made here, so that no measured time pays for it.
  async setup() {
    await remote.info()
  },

  async fill({ file, n }) {
    const lines = fs.readFileSync(file, 'utf8').trim().split('\n').slice(0, n)
    const docs = lines.map((line) => {
      const { id, at, body } = JSON.parse(line)
      return { _id: id, at, office: '63.03.05', author: '0192f0c1-2222-7aaa-8bbb-000000000001', ...body }
    })
    for (let i = 0; i < docs.length; i += 1000) {
      for (const result of await local.bulkDocs(docs.slice(i, i + 1000))) if (result.error) throw new Error(result.reason)
    }
  },

  async start() {},

  async push({ n }) {
    const done = await local.replicate.to(remote, batches)
    if (done.docs_written !== n) throw new Error(`${done.docs_written} documents went up`)
  },

  // Over a line that breaks, the default is the better setting: 1000 documents
  // are half a minute of the line, and begin anew after every break.
  async pushUntilDone() {
    live(local.replicate.to(remote, { live: true, retry: true, back_off_function: (d) => Math.min(5000, (d || 500) * 2) }))
  },

  // What a desk does after it has sent: it reads the feed, in which its own
  // documents come first.
  async echo() {
    await local.replicate.from(remote, batches)
  },

  async pull({ n, id, text }) {
    await local.replicate.from(remote, batches)
    const { doc_count } = await local.info()
    if (doc_count !== n) throw new Error(`${doc_count} documents came down`)
    const doc = await local.get(id)
    if (doc.set.narrative !== text) throw new Error('the narrative is another one')
  },

  async live() {
    live(local.sync(remote, { live: true, retry: true }))
    const changes = local.changes({ live: true, since: 'now', include_docs: true })
    changes.on('change', ({ doc }) => say({ seen: (doc.notes || []).at(-1) }))
    running.push(changes)
  },

  async note({ id, text }) {
    const doc = await local.get(id)
    await local.put({ ...doc, notes: [...(doc.notes || []), text] })
  },

  async stop() {
    for (const r of running.splice(0)) r.cancel()
  },
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const order = JSON.parse(line)
    try {
      await orders[order.do](order)
      say({ done: order.do })
    } catch (e) {
      say({ done: order.do, error: String(e.message || e) })
    }
  }
  process.exit(0)
}
main()
