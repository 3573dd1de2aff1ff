-- The desk's own: files of a form that is not saved yet. entry is the id that
-- the entry of the attachment will have. original as in file_ref.
CREATE TABLE draft_file (entry TEXT NOT NULL, original INTEGER NOT NULL, draft TEXT NOT NULL, mark TEXT NOT NULL, at INTEGER NOT NULL,
  sealed BLOB NOT NULL, PRIMARY KEY (entry, original)) WITHOUT ROWID;
CREATE INDEX draft_file_draft ON draft_file (draft);
CREATE INDEX draft_file_mark ON draft_file (mark);

-- A note to the next clerk waits: for an account, or '*' for whoever comes.
ALTER TABLE complaint ADD COLUMN handed_to TEXT NOT NULL DEFAULT '';
CREATE INDEX complaint_handed ON complaint (row) WHERE handed_to <> '';
