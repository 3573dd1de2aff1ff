-- Complaints of an old register: the import that they go with when it is undone
-- ('' once somebody has worked on one), and the keyed hash of what the row says,
-- by which it is known again.
ALTER TABLE complaint ADD COLUMN import_id TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN import_mark TEXT NOT NULL DEFAULT '';
CREATE INDEX complaint_import ON complaint (import_id) WHERE import_id <> '';
CREATE INDEX complaint_import_mark ON complaint (import_mark) WHERE import_mark <> '';
CREATE INDEX complaint_tracking ON complaint (tracking) WHERE tracking <> '';
