ALTER TABLE task DROP COLUMN given_by_id;
