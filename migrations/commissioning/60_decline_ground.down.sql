DROP FUNCTION taken_back(uuid);
ALTER TABLE decline_ground DROP COLUMN programme_version_id;
ALTER TABLE decline_ground DROP COLUMN reference;
