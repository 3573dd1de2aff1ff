-- What was found out about the clock of an entry's author after it was written.
-- Follows from the journal (streams clocks:OFFICE).
CREATE TABLE clock_note (entry TEXT COLLATE "C" PRIMARY KEY, office TEXT COLLATE "C" NOT NULL, offset_ms BIGINT NOT NULL, unsure BIGINT NOT NULL);
