ALTER TABLE incident DROP COLUMN replaces_id;
