// The peer's server: express-pouchdb over LevelDB, as its own readme sets it
// up. It prints its port and ends when standard input does.
'use strict'
const http = require('node:http')
const express = require('express')
const PouchDB = require('pouchdb')

const folder = process.argv[2]
const app = express()
app.use('/', require('express-pouchdb')(PouchDB.defaults({ prefix: folder + '/' }), {
  mode: 'minimumForPouchDB', logPath: folder + '/log.txt', inMemoryConfig: true, configPath: folder + '/config.json',
}))
const server = http.createServer(app)
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
process.stdin.resume().on('end', () => process.exit(0))
