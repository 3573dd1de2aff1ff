-- Which entry names which file; mark is the keyed hash of its content, as on
-- the disk. Follows from the journal. original = a photo before it was made
-- smaller, which stays where it was attached.
CREATE TABLE file_ref (entry TEXT NOT NULL, mark TEXT NOT NULL, original INTEGER NOT NULL, stream TEXT NOT NULL, size INTEGER NOT NULL,
  sealed BLOB NOT NULL, PRIMARY KEY (entry, original)) WITHOUT ROWID;
CREATE INDEX file_ref_mark ON file_ref (mark);
CREATE INDEX file_ref_stream ON file_ref (stream);

-- The desk's own: how much of a file the regency has said to hold. A file that
-- is not here waits to be sent or fetched.
CREATE TABLE file_sent (mark TEXT PRIMARY KEY, sent INTEGER NOT NULL, received INTEGER NOT NULL) WITHOUT ROWID;
