-- A case study for one return; approved by somebody else than who wrote it.
CREATE TABLE case_study (
  version INTEGER NOT NULL,
  return_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  id UUID NOT NULL,
  pseudonym BYTEA NOT NULL,
  age_band TEXT NOT NULL,
  words BYTEA NOT NULL,
  consent TEXT NOT NULL,
  consent_on DATE NOT NULL,
  state TEXT NOT NULL,
  written_by_id UUID NOT NULL,
  written_at TIMESTAMP WITH TIME ZONE NOT NULL,
  approved_by_id UUID,
  approved_at TIMESTAMP WITH TIME ZONE,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  withdrawn_reason TEXT,
  CONSTRAINT pk_case_study PRIMARY KEY (id),
  CONSTRAINT ck_case_study_state CHECK (state IN ('written', 'approved', 'withdrawn')),
  CONSTRAINT uq_case_study_id_organisation_id_commission_id_side UNIQUE (id, organisation_id, commission_id, side),
  CONSTRAINT ck_case_study_second_person CHECK (approved_by_id <> written_by_id),
  CONSTRAINT ck_case_study_approved_has_moment CHECK ((approved_by_id IS NULL) = (approved_at IS NULL)),
  CONSTRAINT ck_case_study_approved_by_somebody CHECK (state <> 'approved' OR approved_at IS NOT NULL),
  CONSTRAINT ck_case_study_withdrawn_has_moment CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
);
CREATE INDEX ix_case_study_approved_by_id ON case_study (approved_by_id);
CREATE INDEX ix_case_study_return ON case_study (return_id, organisation_id, commission_id, side);
CREATE INDEX ix_case_study_written_by_id ON case_study (written_by_id);
ALTER TABLE case_study ADD CONSTRAINT fk_case_study_approved_by_id FOREIGN KEY(approved_by_id) REFERENCES account (id);
ALTER TABLE case_study ADD CONSTRAINT fk_case_study_return FOREIGN KEY(return_id, organisation_id, commission_id, side) REFERENCES quarter_return (id, organisation_id, commission_id, side);
ALTER TABLE case_study ADD CONSTRAINT fk_case_study_written_by_id FOREIGN KEY(written_by_id) REFERENCES account (id);
-- That a case study went to the commissioner with a version.
CREATE TABLE return_study (
  version_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  study_id UUID NOT NULL,
  CONSTRAINT pk_return_study PRIMARY KEY (version_id, study_id)
);
CREATE INDEX ix_return_study_study ON return_study (study_id, organisation_id, commission_id, side);
CREATE INDEX ix_return_study_version ON return_study (version_id, organisation_id, commission_id, side);
ALTER TABLE return_study ADD CONSTRAINT fk_return_study_study FOREIGN KEY(study_id, organisation_id, commission_id, side) REFERENCES case_study (id, organisation_id, commission_id, side);
ALTER TABLE return_study ADD CONSTRAINT fk_return_study_version FOREIGN KEY(version_id, organisation_id, commission_id, side) REFERENCES return_version (id, organisation_id, commission_id, side);
