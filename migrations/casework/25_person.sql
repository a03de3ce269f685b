-- What finds somebody again, how they may be reached, and whether that is for few to see.
ALTER TABLE person ADD COLUMN name_letters TEXT DEFAULT '' NOT NULL;
ALTER TABLE person ADD COLUMN match_key TEXT;
ALTER TABLE person ADD COLUMN guarded BOOLEAN DEFAULT false NOT NULL;
CREATE INDEX ix_person_letters ON person (organisation_id, side, name_letters);
CREATE INDEX ix_person_match ON person (match_key);
CREATE INDEX ix_person_nhs_match ON person (nhs_key);
-- Keys made of encrypted fields come with the next change of each person.
UPDATE person SET name_letters = coalesce((
  SELECT string_agg(sign, '' ORDER BY sign COLLATE "C")
  FROM regexp_split_to_table(lower(regexp_replace(preferred_name, '[^[:alpha:]]', '', 'g')), '') sign), '');
UPDATE person SET guarded = true WHERE id IN (SELECT person_id FROM "case" WHERE restricted);
ALTER TABLE safe_contact ADD COLUMN may_write BOOLEAN;
ALTER TABLE safe_contact ADD COLUMN other_phones BYTEA;
ALTER TABLE safe_contact ADD COLUMN postcode_key TEXT;
ALTER TABLE safe_contact ADD COLUMN interpreter TEXT;
ALTER TABLE safe_contact ADD COLUMN access_needs BYTEA;
CREATE INDEX ix_safe_contact_postcode ON safe_contact (organisation_id, side, postcode_key);
-- How somebody could be reached until a moment, kept when it was changed.
CREATE TABLE contact_change (
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  by_id UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  was BYTEA NOT NULL,
  CONSTRAINT pk_contact_change PRIMARY KEY (id)
);
CREATE INDEX ix_contact_change_by_id ON contact_change (by_id);
CREATE INDEX ix_contact_change_person ON contact_change (person_id, organisation_id, side, changed_at);
ALTER TABLE contact_change ADD CONSTRAINT fk_contact_change_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE contact_change ADD CONSTRAINT fk_contact_change_person FOREIGN KEY(person_id, organisation_id, side) REFERENCES person (id, organisation_id, side);
