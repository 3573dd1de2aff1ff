-- The day's list and its work are of what is open, a hundredth of an old register:
-- they are read and counted from an index of those alone. And what was closed in
-- a month.
CREATE INDEX complaint_open ON complaint (clock_runs DESC, due_on, row, state, class, category, kind, received_on, received_at, stage, stage_by, ombudsman_first) WHERE is_open = 1;
CREATE INDEX complaint_closed ON complaint (closed_on) WHERE closed_on <> '';
DROP INDEX complaint_stage;
DROP INDEX complaint_ombudsman;
