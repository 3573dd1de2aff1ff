-- Everything a person wrote or that names a person is sealed; what lists and
-- figures need is clear (design: sealing).
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- The data key wrapped for an account (mark = keyed user name) or for the
-- recovery code (mark = 'recovery'). Nothing here is readable as a name.
CREATE TABLE keyslot (mark TEXT PRIMARY KEY, account TEXT NOT NULL, slot TEXT NOT NULL) WITHOUT ROWID;

-- The journal. rev IS NULL = the server has not accepted it: the entry is its
-- own outbox.
CREATE TABLE entry (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, office TEXT NOT NULL, device TEXT NOT NULL,
  seq INTEGER NOT NULL, at INTEGER NOT NULL, offset_ms INTEGER NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL,
  version INTEGER NOT NULL, base TEXT NOT NULL, body BLOB, body_hash BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL,
  rev INTEGER, taken_at INTEGER);
CREATE UNIQUE INDEX entry_chain ON entry (device, seq);
CREATE INDEX entry_stream ON entry (stream, rev);
CREATE INDEX entry_unsent ON entry (device, seq) WHERE rev IS NULL;

-- Entries that the server keeps but could not take as they are.
CREATE TABLE set_aside (id TEXT PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL) WITHOUT ROWID;

-- Projections of the journal.
CREATE TABLE complaint (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL, office TEXT NOT NULL, holder TEXT NOT NULL,
  state TEXT NOT NULL, kind TEXT NOT NULL, class TEXT NOT NULL, category TEXT NOT NULL, channel TEXT NOT NULL,
  received_at INTEGER NOT NULL, received_on TEXT NOT NULL, recorded_at INTEGER NOT NULL, author TEXT NOT NULL,
  due_on TEXT NOT NULL, provisional INTEGER NOT NULL, paused INTEGER NOT NULL, is_open INTEGER NOT NULL, clock_runs INTEGER NOT NULL,
  village TEXT NOT NULL, sex TEXT NOT NULL, age_band TEXT NOT NULL, disability TEXT NOT NULL, satisfaction TEXT NOT NULL,
  anonymous INTEGER NOT NULL, confidential INTEGER NOT NULL, unidentified INTEGER NOT NULL, clashes INTEGER NOT NULL, unsent INTEGER NOT NULL,
  forwarded_on TEXT NOT NULL, followed_on TEXT NOT NULL, answered_on TEXT NOT NULL, closed_on TEXT NOT NULL,
  tracking TEXT NOT NULL, calendar TEXT NOT NULL, sealed BLOB NOT NULL);
CREATE INDEX complaint_number ON complaint (number);
CREATE INDEX complaint_due ON complaint (clock_runs DESC, due_on, row);
CREATE INDEX complaint_received ON complaint (received_on, received_at);
-- What lists filter and sort by, without the long sealed column beside it.
CREATE INDEX complaint_narrow ON complaint (row, clock_runs, due_on, received_on, received_at, is_open, state, class, category, kind);
CREATE TABLE account (id TEXT PRIMARY KEY, role TEXT NOT NULL, office TEXT NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE office (code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL) WITHOUT ROWID;

-- Search: keyed tokens of whole words; the words themselves, sealed in blocks,
-- for parts of words.
CREATE VIRTUAL TABLE search USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE TABLE word_block (row INTEGER PRIMARY KEY, sealed BLOB NOT NULL);

-- The desk's own.
CREATE TABLE draft (id TEXT PRIMARY KEY, account TEXT NOT NULL, at INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE number (letter TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (letter, year)) WITHOUT ROWID;

-- The server's own.
CREATE TABLE device (id TEXT PRIMARY KEY, office TEXT NOT NULL, letter TEXT NOT NULL, sealed_name BLOB NOT NULL, public_key BLOB NOT NULL,
  token_hash BLOB NOT NULL UNIQUE, last_seq INTEGER NOT NULL, last_hash BLOB NOT NULL, revoked INTEGER NOT NULL) WITHOUT ROWID;
CREATE UNIQUE INDEX device_letter ON device (office, letter);
CREATE TABLE enrolment (secret_hash BLOB PRIMARY KEY, office TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE stream (id TEXT PRIMARY KEY, last_rev INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE stream_office (stream TEXT NOT NULL, office TEXT NOT NULL, PRIMARY KEY (stream, office)) WITHOUT ROWID;
CREATE TABLE feed_head (office TEXT PRIMARY KEY, last INTEGER NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE feed (office TEXT NOT NULL, pos INTEGER NOT NULL, entry INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (office, pos)) WITHOUT ROWID;
CREATE UNIQUE INDEX feed_entry ON feed (office, entry);
