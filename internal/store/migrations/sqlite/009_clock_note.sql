-- What was found out about the clock of an entry's author after it was written.
-- Follows from the journal (streams clocks:OFFICE).
CREATE TABLE clock_note (entry TEXT PRIMARY KEY, office TEXT NOT NULL, offset_ms INTEGER NOT NULL, unsure INTEGER NOT NULL) WITHOUT ROWID;
