-- Lists of what is open, and of what was closed; the reasons stand with SQLite's.
CREATE INDEX complaint_open ON complaint (clock_runs DESC, due_on, row, state, class, category, kind, received_on, received_at, stage, stage_by, ombudsman_first) WHERE is_open = TRUE;
CREATE INDEX complaint_closed ON complaint (closed_on) WHERE closed_on <> '';
DROP INDEX complaint_stage;
DROP INDEX complaint_ombudsman;
