-- A correction is a row of its own in the place of an earlier one; each is replaced once.
ALTER TABLE incident ADD COLUMN replaces_id UUID;
ALTER TABLE incident ADD CONSTRAINT uq_incident_replaces_id UNIQUE (replaces_id);
ALTER TABLE incident ADD CONSTRAINT fk_incident_replaces_id FOREIGN KEY(replaces_id) REFERENCES incident (id);
