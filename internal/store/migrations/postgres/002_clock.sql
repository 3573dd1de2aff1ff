ALTER TABLE complaint DROP COLUMN calendar;
ALTER TABLE complaint
  ADD COLUMN latest_on TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN told_on TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN told_provisional BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN pauses TEXT NOT NULL DEFAULT '',
  ADD COLUMN verified_on TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN reopened_on TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN first_on TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN responded BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN stage TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN stage_by TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN ombudsman_first TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN ombudsman_second TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN ombudsman_on TEXT COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN soft_on TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX complaint_stage ON complaint (stage, stage_by) WHERE stage <> '';
CREATE INDEX complaint_ombudsman ON complaint (ombudsman_first) WHERE ombudsman_first <> '';
CREATE INDEX complaint_moved ON complaint (row)
  WHERE clock_runs = TRUE AND due_on <> '' AND told_on <> '' AND (told_on <> due_on OR told_provisional <> provisional);
