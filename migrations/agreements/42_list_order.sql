-- A caseload is read in the order of its next steps, and counted from an index alone; people of both
-- names are found at once.
DROP INDEX ix_case_list;
CREATE INDEX ix_case_list ON "case" (organisation_id, side, state, opened_at, id) INCLUDE (commission_id, restricted);
CREATE INDEX ix_case_order ON "case" (organisation_id, side, coalesce(next_on, '9999-01-01'::date), opened_at, id)
  WHERE state <> 'closed';
DROP INDEX ix_person_sound;
CREATE INDEX ix_person_sound ON person (organisation_id, side, name_sound, family_sound);
