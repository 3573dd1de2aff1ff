-- An id may stand in the journal more than once: two PCs with the same past
-- both sent it. copy 0 is the entry; further ones are there for the chain of
-- their own device alone. branch 0 is the chain that the server follows;
-- others were given up for it (another PC's, after a restore) and are kept.
CREATE TABLE entry_003 (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, stream TEXT NOT NULL, office TEXT NOT NULL, device TEXT NOT NULL,
  seq INTEGER NOT NULL, at INTEGER NOT NULL, offset_ms INTEGER NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL,
  version INTEGER NOT NULL, base TEXT NOT NULL, body BLOB, body_hash BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL,
  rev INTEGER, taken_at INTEGER, copy INTEGER NOT NULL DEFAULT 0, branch INTEGER NOT NULL DEFAULT 0);
INSERT INTO entry_003 (row, id, stream, office, device, seq, at, offset_ms, author, kind, version, base, body, body_hash, prev, hash, rev, taken_at)
  SELECT row, id, stream, office, device, seq, at, offset_ms, author, kind, version, base, body, body_hash, prev, hash, rev, taken_at FROM entry;
DROP TABLE entry;
ALTER TABLE entry_003 RENAME TO entry;
CREATE UNIQUE INDEX entry_id ON entry (id, copy);
CREATE UNIQUE INDEX entry_chain ON entry (device, seq, branch);
CREATE INDEX entry_stream ON entry (stream, rev);
CREATE INDEX entry_unsent ON entry (device, seq) WHERE rev IS NULL;

-- By the row, for an id is no longer one entry. replaced: the entry that says
-- the same anew, once a clerk has sent it again.
CREATE TABLE set_aside_003 (entry INTEGER PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL, replaced TEXT NOT NULL DEFAULT '');
INSERT INTO set_aside_003 (entry, code, message) SELECT e.row, s.code, s.message FROM set_aside s JOIN entry e ON e.id = s.id;
DROP TABLE set_aside;
ALTER TABLE set_aside_003 RENAME TO set_aside;

-- What the server knows of a PC beyond its chain.
ALTER TABLE device ADD COLUMN parent TEXT NOT NULL DEFAULT '';      -- the PC that it was before it found itself cloned or restored
ALTER TABLE device ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;   -- last contact, to some minutes
ALTER TABLE device ADD COLUMN diverged INTEGER NOT NULL DEFAULT 0;  -- how often its journal was not ours
ALTER TABLE device ADD COLUMN diverged_at INTEGER NOT NULL DEFAULT 0;

-- Register numbers that the server has seen: one number on two complaints is
-- found, and a letter that was ever used is given to no other PC.
CREATE TABLE register_number (number TEXT PRIMARY KEY, stream TEXT NOT NULL) WITHOUT ROWID;
