ALTER TABLE entry ADD COLUMN copy BIGINT NOT NULL DEFAULT 0, ADD COLUMN branch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE entry DROP CONSTRAINT entry_id_key;
CREATE UNIQUE INDEX entry_id ON entry (id, copy);
DROP INDEX entry_chain;
CREATE UNIQUE INDEX entry_chain ON entry (device, seq, branch);

ALTER TABLE set_aside RENAME TO set_aside_001;
CREATE TABLE set_aside (entry BIGINT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, replaced TEXT COLLATE "C" NOT NULL DEFAULT '');
INSERT INTO set_aside (entry, code, message) SELECT e.row, s.code, s.message FROM set_aside_001 s JOIN entry e ON e.id = s.id;
DROP TABLE set_aside_001;
ALTER TABLE set_aside ADD PRIMARY KEY (entry);

ALTER TABLE device
  ADD COLUMN parent TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN diverged BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN diverged_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE register_number (number TEXT COLLATE "C" PRIMARY KEY, stream TEXT COLLATE "C" NOT NULL);
