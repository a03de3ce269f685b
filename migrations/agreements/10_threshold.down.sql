ALTER TABLE restatement_print DROP COLUMN below;
ALTER TABLE return_print DROP COLUMN below;
ALTER TABLE edition_cell DROP COLUMN below;
DROP TABLE agreed_threshold;
