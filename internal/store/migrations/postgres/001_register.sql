-- The same tables as on SQLite, where the reasons stand: BYTEA for BLOB, BIGINT
-- for numbers, BOOLEAN for switches, and text ordered by its bytes on any server.
CREATE TABLE meta (key TEXT COLLATE "C" PRIMARY KEY, value BYTEA NOT NULL);
CREATE TABLE keyslot (mark TEXT COLLATE "C" PRIMARY KEY, account TEXT COLLATE "C" NOT NULL, slot TEXT NOT NULL);

CREATE TABLE entry (
  row BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, stream TEXT COLLATE "C" NOT NULL,
  office TEXT COLLATE "C" NOT NULL, device TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, offset_ms BIGINT NOT NULL,
  author TEXT COLLATE "C" NOT NULL, kind TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL, base TEXT NOT NULL, body BYTEA,
  body_hash BYTEA NOT NULL, prev BYTEA NOT NULL, hash BYTEA NOT NULL, rev BIGINT, taken_at BIGINT);
CREATE UNIQUE INDEX entry_chain ON entry (device, seq);
CREATE INDEX entry_stream ON entry (stream, rev);
CREATE INDEX entry_unsent ON entry (device, seq) WHERE rev IS NULL;
-- bodies are sealed: trying to compress them is lost time
ALTER TABLE entry ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE set_aside (id TEXT COLLATE "C" PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL);

CREATE TABLE complaint (
  row BIGINT PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, number TEXT COLLATE "C" NOT NULL, office TEXT COLLATE "C" NOT NULL,
  holder TEXT COLLATE "C" NOT NULL, state TEXT COLLATE "C" NOT NULL, kind TEXT COLLATE "C" NOT NULL, class TEXT COLLATE "C" NOT NULL,
  category TEXT COLLATE "C" NOT NULL, channel TEXT COLLATE "C" NOT NULL, received_at BIGINT NOT NULL, received_on TEXT COLLATE "C" NOT NULL,
  recorded_at BIGINT NOT NULL, author TEXT COLLATE "C" NOT NULL, due_on TEXT COLLATE "C" NOT NULL, provisional BOOLEAN NOT NULL,
  paused BOOLEAN NOT NULL, is_open BOOLEAN NOT NULL, clock_runs BOOLEAN NOT NULL, village TEXT COLLATE "C" NOT NULL, sex TEXT COLLATE "C" NOT NULL,
  age_band TEXT COLLATE "C" NOT NULL, disability TEXT COLLATE "C" NOT NULL, satisfaction TEXT COLLATE "C" NOT NULL, anonymous BOOLEAN NOT NULL,
  confidential BOOLEAN NOT NULL, unidentified BOOLEAN NOT NULL, clashes BIGINT NOT NULL, unsent BIGINT NOT NULL,
  forwarded_on TEXT COLLATE "C" NOT NULL, followed_on TEXT COLLATE "C" NOT NULL, answered_on TEXT COLLATE "C" NOT NULL,
  closed_on TEXT COLLATE "C" NOT NULL, tracking TEXT COLLATE "C" NOT NULL, calendar TEXT COLLATE "C" NOT NULL, sealed BYTEA NOT NULL);
CREATE INDEX complaint_number ON complaint (number);
CREATE INDEX complaint_due ON complaint (clock_runs DESC, due_on, row);
CREATE INDEX complaint_received ON complaint (received_on, received_at);
CREATE INDEX complaint_narrow ON complaint (row, clock_runs, due_on, received_on, received_at, is_open, state, class, category, kind);
CREATE TABLE account (id TEXT COLLATE "C" PRIMARY KEY, role TEXT COLLATE "C" NOT NULL, office TEXT COLLATE "C" NOT NULL, sealed BYTEA NOT NULL);
CREATE TABLE office (code TEXT COLLATE "C" PRIMARY KEY, name TEXT COLLATE "C" NOT NULL, kind TEXT COLLATE "C" NOT NULL);

CREATE TABLE search (row BIGINT PRIMARY KEY, tokens TEXT[] COLLATE "C" NOT NULL);
CREATE INDEX search_tokens ON search USING gin (tokens);
CREATE TABLE word_block (row BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sealed BYTEA NOT NULL);

CREATE TABLE draft (id TEXT COLLATE "C" PRIMARY KEY, account TEXT COLLATE "C" NOT NULL, at BIGINT NOT NULL, sealed BYTEA NOT NULL);
CREATE TABLE number (letter TEXT COLLATE "C" NOT NULL, year BIGINT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (letter, year));

CREATE TABLE device (id TEXT COLLATE "C" PRIMARY KEY, office TEXT COLLATE "C" NOT NULL, letter TEXT COLLATE "C" NOT NULL, sealed_name BYTEA NOT NULL,
  public_key BYTEA NOT NULL, token_hash BYTEA NOT NULL UNIQUE, last_seq BIGINT NOT NULL, last_hash BYTEA NOT NULL, revoked BOOLEAN NOT NULL);
CREATE UNIQUE INDEX device_letter ON device (office, letter);
CREATE TABLE enrolment (secret_hash BYTEA PRIMARY KEY, office TEXT COLLATE "C" NOT NULL, expires BIGINT NOT NULL);
CREATE TABLE stream (id TEXT COLLATE "C" PRIMARY KEY, last_rev BIGINT NOT NULL);
CREATE TABLE stream_office (stream TEXT COLLATE "C" NOT NULL, office TEXT COLLATE "C" NOT NULL, PRIMARY KEY (stream, office));
-- Heads change with every push: room on their page keeps that within it.
CREATE TABLE feed_head (office TEXT COLLATE "C" PRIMARY KEY, last BIGINT NOT NULL, hash BYTEA NOT NULL) WITH (fillfactor = 20);
CREATE TABLE feed (office TEXT COLLATE "C" NOT NULL, pos BIGINT NOT NULL, entry BIGINT NOT NULL, hash BYTEA NOT NULL, PRIMARY KEY (office, pos));
CREATE UNIQUE INDEX feed_entry ON feed (office, entry);
