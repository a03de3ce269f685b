-- The provider's own work; the sender never sees it, only the receipt on its referral.
CREATE TABLE "case" (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  reference TEXT NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  person_id UUID NOT NULL,
  referral_id UUID NOT NULL,
  programme_version_id UUID NOT NULL,
  state TEXT NOT NULL,
  worker_id UUID,
  level TEXT,
  risk TEXT,
  next_action TEXT,
  next_on DATE,
  opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
  first_attempt_at TIMESTAMP WITH TIME ZONE,
  first_contact_at TIMESTAMP WITH TIME ZONE,
  agreed_on DATE,
  engaged_at TIMESTAMP WITH TIME ZONE,
  last_contact_at TIMESTAMP WITH TIME ZONE,
  closed_at TIMESTAMP WITH TIME ZONE,
  close_reason TEXT,
  planned BOOLEAN,
  person_view BYTEA,
  pause_reason TEXT,
  pause_review_on DATE,
  CONSTRAINT pk_case PRIMARY KEY (id),
  CONSTRAINT ck_case_state CHECK (state IN ('open', 'active', 'paused', 'closed')),
  CONSTRAINT ck_case_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT uq_case_id_organisation_id_commission_id_side_restricted UNIQUE (id, organisation_id, commission_id, side, restricted),
  CONSTRAINT ck_case_closed_has_moment CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CONSTRAINT ck_case_closed_has_reason CHECK ((state = 'closed') = (close_reason IS NOT NULL)),
  CONSTRAINT ck_case_closed_says_planned CHECK ((state = 'closed') = (planned IS NOT NULL)),
  CONSTRAINT ck_case_paused_has_reason CHECK ((state = 'paused') = (pause_reason IS NOT NULL)),
  CONSTRAINT ck_case_paused_has_review CHECK ((state = 'paused') = (pause_review_on IS NOT NULL)),
  CONSTRAINT ck_case_active_agreed CHECK (state NOT IN ('active', 'paused') OR agreed_on IS NOT NULL OR state = 'paused')
);
CREATE INDEX ix_case_commission_id ON "case" (commission_id);
CREATE INDEX ix_case_list ON "case" (organisation_id, side, state, opened_at, id);
CREATE INDEX ix_case_next ON "case" (organisation_id, side, next_on) WHERE state <> 'closed';
CREATE INDEX ix_case_person ON "case" (person_id, organisation_id, side);
CREATE INDEX ix_case_programme_version_id ON "case" (programme_version_id);
CREATE INDEX ix_case_worker ON "case" (organisation_id, side, worker_id, state);
CREATE INDEX ix_case_worker_id ON "case" (worker_id);
CREATE UNIQUE INDEX one_case_of_a_referral ON "case" (referral_id, organisation_id, commission_id, side);
CREATE UNIQUE INDEX one_open_case ON "case" (organisation_id, side, person_id, commission_id) WHERE state <> 'closed';
CREATE UNIQUE INDEX uq_case_reference ON "case" (organisation_id, side, reference);

-- Somebody on the list of a restricted case.
CREATE TABLE case_access (
  case_id UUID NOT NULL,
  account_id UUID NOT NULL,
  referral_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  listed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_case_access PRIMARY KEY (case_id, account_id)
);
CREATE INDEX ix_case_access_account_id ON case_access (account_id);
CREATE INDEX ix_case_access_organisation_id ON case_access (organisation_id);
CREATE INDEX ix_case_access_referral ON case_access (referral_id, account_id);

-- Which worker holds a case, from when to when.
CREATE TABLE allocation (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  from_at TIMESTAMP WITH TIME ZONE NOT NULL,
  to_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_allocation PRIMARY KEY (id),
  CONSTRAINT ck_allocation_moments_in_order CHECK (to_at IS NULL OR to_at >= from_at)
);
CREATE INDEX ix_allocation_account_id ON allocation (account_id);
CREATE INDEX ix_allocation_case ON allocation (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_allocation_worker ON allocation (organisation_id, side, account_id, to_at);
CREATE UNIQUE INDEX one_current_allocation ON allocation (organisation_id, side, case_id) WHERE to_at IS NULL;

-- A date that may move, such as a release date. The newest row counts; the older ones stay.
CREATE TABLE case_date (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  falls_on DATE NOT NULL,
  kind TEXT,
  confidence TEXT,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_case_date PRIMARY KEY (id)
);
CREATE INDEX ix_case_date_case ON case_date (case_id, organisation_id, commission_id, side, restricted);
