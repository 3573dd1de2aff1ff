-- What an acknowledgement and an act without new words leave alone; the reasons
-- stand with SQLite's.
ALTER TABLE complaint DROP COLUMN unsent;
ALTER TABLE complaint ADD COLUMN words BIGINT NOT NULL DEFAULT 0;
