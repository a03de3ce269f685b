-- Needs and strengths in one domain of life (list `goal-domain`), as seen on a day.
CREATE TABLE assessment (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  domain TEXT NOT NULL,
  level TEXT,
  needs BYTEA,
  strengths BYTEA,
  by_id UUID NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_assessment PRIMARY KEY (id),
  CONSTRAINT ck_assessment_says_something CHECK (needs IS NOT NULL OR strengths IS NOT NULL)
);
CREATE INDEX ix_assessment_by_id ON assessment (by_id);
CREATE INDEX ix_assessment_case ON assessment (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE assessment ADD CONSTRAINT fk_assessment_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE assessment ADD CONSTRAINT fk_assessment_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
-- How high the risk of serious harm is (list `risk-of-harm`), why, and when to look again.
CREATE TABLE risk_rating (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  risk TEXT NOT NULL,
  reasons BYTEA,
  review_on DATE,
  by_id UUID NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_risk_rating PRIMARY KEY (id)
);
CREATE INDEX ix_risk_rating_by_id ON risk_rating (by_id);
CREATE INDEX ix_risk_rating_case ON risk_rating (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE risk_rating ADD CONSTRAINT fk_risk_rating_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE risk_rating ADD CONSTRAINT fk_risk_rating_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
-- How somebody keeps safe, in their own words; `number` counts its versions from 1.
CREATE TABLE safety_plan (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  number INTEGER NOT NULL,
  warning_signs BYTEA,
  safe_places BYTEA,
  people BYTEA,
  others_can_do BYTEA,
  keeps_going BYTEA,
  by_id UUID NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_safety_plan PRIMARY KEY (id),
  CONSTRAINT ck_safety_plan_number CHECK (number >= 1)
);
CREATE INDEX ix_safety_plan_by_id ON safety_plan (by_id);
CREATE INDEX ix_safety_plan_case ON safety_plan (case_id, organisation_id, commission_id, side, restricted);
CREATE UNIQUE INDEX one_safety_plan_of_a_number ON safety_plan (organisation_id, side, case_id, number);
ALTER TABLE safety_plan ADD CONSTRAINT fk_safety_plan_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE safety_plan ADD CONSTRAINT fk_safety_plan_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
