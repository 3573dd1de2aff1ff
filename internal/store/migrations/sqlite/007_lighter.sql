-- How many entries of a complaint the server has not accepted is asked of the
-- journal where it is shown: an acknowledgement touches no row of the list.
ALTER TABLE complaint DROP COLUMN unsent;
-- A sum over the words that the search index has for the row; 0 = not known.
-- Where it stays the same, the index stays as it is.
ALTER TABLE complaint ADD COLUMN words INTEGER NOT NULL DEFAULT 0;
