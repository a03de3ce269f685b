DROP INDEX label_taken_once;
DROP INDEX professional_taken_once;
DROP INDEX relative_taken_once;
ALTER TABLE label DROP COLUMN taken_from_id;
ALTER TABLE professional DROP COLUMN taken_from_id;
ALTER TABLE relative DROP COLUMN taken_from_id;
