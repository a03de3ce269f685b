-- Sessions planned together, and those in which a missed module is made up by a group.
ALTER TABLE session ADD COLUMN catch_up BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE session ADD COLUMN series_id UUID;
CREATE INDEX ix_session_series ON session (series_id, starts_at);

-- What came of a try to reach somebody.
ALTER TABLE attendance ADD COLUMN outcome TEXT;

-- A planned session was moved. Each move is a row, so that the way it went stays readable.
CREATE TABLE session_move (
  id UUID NOT NULL,
  session_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  from_at TIMESTAMP WITH TIME ZONE NOT NULL,
  to_at TIMESTAMP WITH TIME ZONE NOT NULL,
  asked_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  by_id UUID NOT NULL,
  moved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_session_move PRIMARY KEY (id),
  CONSTRAINT ck_session_move_moves CHECK (from_at <> to_at)
);
CREATE INDEX ix_session_move_by_id ON session_move (by_id);
CREATE INDEX ix_session_move_session ON session_move (session_id, organisation_id, commission_id, side);
ALTER TABLE session_move ADD CONSTRAINT fk_session_move_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE session_move ADD CONSTRAINT fk_session_move_session FOREIGN KEY(session_id, organisation_id, commission_id, side) REFERENCES session (id, organisation_id, commission_id, side);
-- A manager allowed more sessions than the programme gives at this level; the newest counts.
CREATE TABLE session_cap (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  most INTEGER NOT NULL,
  reason BYTEA NOT NULL,
  by_id UUID NOT NULL,
  allowed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_session_cap PRIMARY KEY (id),
  CONSTRAINT ck_session_cap_most CHECK (most BETWEEN 1 AND 500)
);
CREATE INDEX ix_session_cap_by_id ON session_cap (by_id);
CREATE INDEX ix_session_cap_case ON session_cap (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE session_cap ADD CONSTRAINT fk_session_cap_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE session_cap ADD CONSTRAINT fk_session_cap_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
-- A try to reach somebody who was offered and not accepted yet: codes and a moment only.
CREATE TABLE offer_attempt (
  id UUID NOT NULL,
  referral_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  method TEXT NOT NULL,
  outcome TEXT NOT NULL,
  by_id UUID NOT NULL,
  tried_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_offer_attempt PRIMARY KEY (id),
  CONSTRAINT ck_offer_attempt_side CHECK (side IN ('', 'perpetrator', 'partner'))
);
CREATE INDEX ix_offer_attempt_by_id ON offer_attempt (by_id);
CREATE INDEX ix_offer_attempt_commission_id ON offer_attempt (commission_id);
CREATE INDEX ix_offer_attempt_organisation_id ON offer_attempt (organisation_id);
CREATE INDEX ix_offer_attempt_referral ON offer_attempt (referral_id, tried_at);
ALTER TABLE offer_attempt ADD CONSTRAINT fk_offer_attempt_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE offer_attempt ADD CONSTRAINT fk_offer_attempt_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE offer_attempt ADD CONSTRAINT fk_offer_attempt_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE offer_attempt ADD CONSTRAINT fk_offer_attempt_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id);
