-- Somebody of the family or household: a child there, a parent or carer, somebody else.
CREATE TABLE relative (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  relation TEXT NOT NULL,
  name BYTEA NOT NULL,
  age INTEGER,
  age_on DATE,
  lives TEXT NOT NULL,
  contact TEXT NOT NULL,
  phone BYTEA,
  words BYTEA,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_on DATE,
  CONSTRAINT pk_relative PRIMARY KEY (id),
  CONSTRAINT ck_relative_age_has_day CHECK ((age IS NULL) = (age_on IS NULL))
);
CREATE INDEX ix_relative_case ON relative (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE relative ADD CONSTRAINT fk_relative_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;

-- Somebody who works with the person elsewhere, and whether they may be told of this work.
CREATE TABLE professional (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  name BYTEA NOT NULL,
  job BYTEA,
  employer BYTEA,
  phone BYTEA,
  may_tell TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_on DATE,
  CONSTRAINT pk_professional PRIMARY KEY (id),
  CONSTRAINT ck_professional_may_tell CHECK (may_tell IN ('yes', 'no', 'not-known'))
);
CREATE INDEX ix_professional_case ON professional (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE professional ADD CONSTRAINT fk_professional_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;

-- A child's ability to agree to something for themselves (Gillick), as assessed on a day.
CREATE TABLE competence (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  question TEXT NOT NULL,
  decision TEXT NOT NULL,
  assessor BYTEA NOT NULL,
  assessed_on DATE NOT NULL,
  ground BYTEA NOT NULL,
  review_on DATE,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_competence PRIMARY KEY (id),
  CONSTRAINT ck_competence_decision CHECK (decision IN ('able', 'not-able'))
);
CREATE INDEX ix_competence_by_id ON competence (by_id);
CREATE INDEX ix_competence_case ON competence (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE competence ADD CONSTRAINT fk_competence_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE competence ADD CONSTRAINT fk_competence_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
