-- All clocks of a complaint, and what they are computed from, in clear: a new
-- calendar is applied without opening what is sealed.
ALTER TABLE complaint DROP COLUMN calendar;
ALTER TABLE complaint ADD COLUMN latest_on TEXT NOT NULL DEFAULT '';      -- late end of an estimated deadline
ALTER TABLE complaint ADD COLUMN told_on TEXT NOT NULL DEFAULT '';        -- deadline on the receipt, or taken note of since
ALTER TABLE complaint ADD COLUMN told_provisional INTEGER NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN pauses TEXT NOT NULL DEFAULT '';         -- 2026-11-05/2026-11-12 ..., an open one ends with the slash
ALTER TABLE complaint ADD COLUMN verified_on TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN reopened_on TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN first_on TEXT NOT NULL DEFAULT '';       -- first follow-up
ALTER TABLE complaint ADD COLUMN responded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN stage TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN stage_by TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN ombudsman_first TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN ombudsman_second TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN ombudsman_on TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN soft_on TEXT NOT NULL DEFAULT '';
CREATE INDEX complaint_stage ON complaint (stage, stage_by) WHERE stage <> '';
CREATE INDEX complaint_ombudsman ON complaint (ombudsman_first) WHERE ombudsman_first <> '';
CREATE INDEX complaint_moved ON complaint (row)
  WHERE clock_runs = 1 AND due_on <> '' AND told_on <> '' AND (told_on <> due_on OR told_provisional <> provisional);
