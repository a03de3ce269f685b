-- What somebody said to taking part. It is not the lawful basis, and it can be taken back.
CREATE TABLE service_agreement (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  answer TEXT NOT NULL,
  given_by TEXT NOT NULL,
  manner TEXT NOT NULL,
  given_on DATE NOT NULL,
  about BYTEA NOT NULL,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_on DATE,
  ended_why BYTEA,
  CONSTRAINT pk_service_agreement PRIMARY KEY (id),
  CONSTRAINT ck_service_agreement_answer CHECK (answer IN ('agreed', 'declined')),
  CONSTRAINT ck_service_agreement_days_in_order CHECK (ended_on IS NULL OR ended_on >= given_on)
);
CREATE INDEX ix_service_agreement_by_id ON service_agreement (by_id);
CREATE INDEX ix_service_agreement_case ON service_agreement (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE service_agreement ADD CONSTRAINT fk_service_agreement_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE service_agreement ADD CONSTRAINT fk_service_agreement_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;

-- On which lawful basis data are kept and used for one purpose, from a day to a day.
CREATE TABLE processing_basis (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  purpose TEXT NOT NULL,
  basis TEXT NOT NULL,
  condition TEXT,
  from_on DATE NOT NULL,
  ground BYTEA,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_on DATE,
  ended_why BYTEA,
  CONSTRAINT pk_processing_basis PRIMARY KEY (id),
  CONSTRAINT ck_processing_basis_days_in_order CHECK (ended_on IS NULL OR ended_on >= from_on)
);
CREATE INDEX ix_processing_basis_by_id ON processing_basis (by_id);
CREATE INDEX ix_processing_basis_case ON processing_basis (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE processing_basis ADD CONSTRAINT fk_processing_basis_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE processing_basis ADD CONSTRAINT fk_processing_basis_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;

-- A decision to share something with somebody, or not to: recorded either way.
CREATE TABLE sharing_decision (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  shared BOOLEAN NOT NULL,
  recipient TEXT NOT NULL,
  recipient_name BYTEA NOT NULL,
  what BYTEA NOT NULL,
  agreed BOOLEAN NOT NULL,
  ground TEXT,
  reasons BYTEA,
  decider BYTEA NOT NULL,
  decided_on DATE NOT NULL,
  told BOOLEAN NOT NULL,
  safe_to_show BOOLEAN NOT NULL,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_on DATE,
  ended_why BYTEA,
  CONSTRAINT pk_sharing_decision PRIMARY KEY (id),
  CONSTRAINT ck_sharing_decision_without_agreement_has_ground CHECK (agreed OR NOT shared OR ground IS NOT NULL),
  CONSTRAINT ck_sharing_decision_days_in_order CHECK (ended_on IS NULL OR ended_on >= decided_on)
);
CREATE INDEX ix_sharing_decision_by_id ON sharing_decision (by_id);
CREATE INDEX ix_sharing_decision_case ON sharing_decision (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE sharing_decision ADD CONSTRAINT fk_sharing_decision_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE sharing_decision ADD CONSTRAINT fk_sharing_decision_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
