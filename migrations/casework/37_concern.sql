-- Somebody may be harmed. Open until an outcome is written down.
CREATE TABLE concern (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  category TEXT NOT NULL,
  at_risk TEXT NOT NULL,
  in_danger BOOLEAN NOT NULL,
  noticed_on DATE NOT NULL,
  seen BYTEA NOT NULL,
  own_words BYTEA,
  raised_by_id UUID NOT NULL,
  raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
  outcome TEXT,
  outcome_words BYTEA,
  closed_at TIMESTAMP WITH TIME ZONE,
  closed_by_id UUID,
  CONSTRAINT pk_concern PRIMARY KEY (id),
  CONSTRAINT ck_concern_closed_has_outcome CHECK ((closed_at IS NULL) = (outcome IS NULL)),
  CONSTRAINT ck_concern_closed_by_somebody CHECK ((closed_at IS NULL) = (closed_by_id IS NULL))
);
CREATE INDEX ix_concern_case ON concern (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_concern_closed_by_id ON concern (closed_by_id);
CREATE INDEX ix_concern_open ON concern (organisation_id, side, raised_at) WHERE closed_at IS NULL;
CREATE INDEX ix_concern_raised_by_id ON concern (raised_by_id);
ALTER TABLE concern ADD CONSTRAINT fk_concern_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE concern ADD CONSTRAINT fk_concern_closed_by_id FOREIGN KEY(closed_by_id) REFERENCES account (id);
ALTER TABLE concern ADD CONSTRAINT fk_concern_raised_by_id FOREIGN KEY(raised_by_id) REFERENCES account (id);
-- Something to do about a concern, by a moment; then when it was done, by whom, what came of it.
CREATE TABLE concern_action (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  concern_id UUID NOT NULL,
  kind TEXT NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE,
  made_at TIMESTAMP WITH TIME ZONE,
  by_id UUID,
  words BYTEA,
  outcome TEXT,
  feedback BYTEA,
  feedback_on DATE,
  escalated_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_concern_action PRIMARY KEY (id),
  CONSTRAINT ck_concern_action_made_by_somebody CHECK ((made_at IS NULL) = (by_id IS NULL)),
  CONSTRAINT ck_concern_action_outcome_of_something CHECK (made_at IS NOT NULL OR outcome IS NULL),
  CONSTRAINT ck_concern_action_due_until_made CHECK (made_at IS NOT NULL OR due_at IS NOT NULL)
);
CREATE INDEX ix_concern_action_by_id ON concern_action (by_id);
CREATE INDEX ix_concern_action_case ON concern_action (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_concern_action_concern_id ON concern_action (concern_id);
CREATE INDEX ix_concern_action_due ON concern_action (organisation_id, side, due_at) WHERE due_at IS NOT NULL;
ALTER TABLE concern_action ADD CONSTRAINT fk_concern_action_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE concern_action ADD CONSTRAINT fk_concern_action_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE concern_action ADD CONSTRAINT fk_concern_action_concern_id FOREIGN KEY(concern_id) REFERENCES concern (id);
-- A DASH score and what MARAC made of it. The form belongs to its owners: a number only.
CREATE TABLE dash_score (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  score INTEGER NOT NULL,
  form_version TEXT,
  done_on DATE NOT NULL,
  criterion TEXT,
  judgement BYTEA,
  consent TEXT,
  consent_words BYTEA,
  heard_on DATE,
  our_actions BYTEA,
  by_id UUID NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_dash_score PRIMARY KEY (id),
  CONSTRAINT ck_dash_score_score CHECK (score BETWEEN 0 AND 24),
  CONSTRAINT ck_dash_score_consent CHECK (consent IS NULL OR consent IN ('yes', 'no', 'not-asked')),
  CONSTRAINT ck_dash_score_heard_on_a_ground CHECK (heard_on IS NULL OR criterion IS NOT NULL)
);
CREATE INDEX ix_dash_score_by_id ON dash_score (by_id);
CREATE INDEX ix_dash_score_case ON dash_score (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE dash_score ADD CONSTRAINT fk_dash_score_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE dash_score ADD CONSTRAINT fk_dash_score_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
-- How somebody is managed under MAPPA. The newest row counts; never the minutes.
CREATE TABLE mappa (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  category TEXT NOT NULL,
  level TEXT,
  lead_agency BYTEA,
  review_on DATE,
  by_id UUID NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_mappa PRIMARY KEY (id)
);
CREATE INDEX ix_mappa_by_id ON mappa (by_id);
CREATE INDEX ix_mappa_case ON mappa (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE mappa ADD CONSTRAINT fk_mappa_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE mappa ADD CONSTRAINT fk_mappa_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
