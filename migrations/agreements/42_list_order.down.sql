DROP INDEX ix_person_sound;
CREATE INDEX ix_person_sound ON person (organisation_id, side, name_sound);
DROP INDEX ix_case_order;
DROP INDEX ix_case_list;
CREATE INDEX ix_case_list ON "case" (organisation_id, side, state, opened_at, id);
