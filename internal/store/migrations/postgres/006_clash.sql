-- The few complaints with two values for one field, for the day's work.
CREATE INDEX complaint_clash ON complaint (row) WHERE clashes > 0;
