-- Complaints of an old register; the reasons stand with SQLite's.
ALTER TABLE complaint ADD COLUMN import_id TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN import_mark TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX complaint_import ON complaint (import_id) WHERE import_id <> '';
CREATE INDEX complaint_import_mark ON complaint (import_mark) WHERE import_mark <> '';
CREATE INDEX complaint_tracking ON complaint (tracking) WHERE tracking <> '';
