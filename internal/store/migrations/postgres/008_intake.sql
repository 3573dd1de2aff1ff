-- Files of a form that is not saved yet, and notes to the next clerk; the
-- reasons stand with SQLite's.
CREATE TABLE draft_file (entry TEXT COLLATE "C" NOT NULL, original INTEGER NOT NULL, draft TEXT COLLATE "C" NOT NULL, mark TEXT COLLATE "C" NOT NULL, at BIGINT NOT NULL,
  sealed BYTEA NOT NULL, PRIMARY KEY (entry, original));
CREATE INDEX draft_file_draft ON draft_file (draft);
CREATE INDEX draft_file_mark ON draft_file (mark);
ALTER TABLE complaint ADD COLUMN handed_to TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX complaint_handed ON complaint (row) WHERE handed_to <> '';
