-- Gang association, exploitation, MAPPA …: it lapses from lists when past its review date.
CREATE TABLE label (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT,
  victim TEXT NOT NULL,
  said_by TEXT NOT NULL,
  said_on DATE NOT NULL,
  ground BYTEA NOT NULL,
  review_by DATE NOT NULL,
  disputed BYTEA,
  disputed_on DATE,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_on DATE,
  ended_why BYTEA,
  CONSTRAINT pk_label PRIMARY KEY (id),
  CONSTRAINT ck_label_victim CHECK (victim IN ('yes', 'no', 'both', 'not-known')),
  CONSTRAINT ck_label_days_in_order CHECK (review_by > said_on),
  CONSTRAINT ck_label_disputed_has_day CHECK ((disputed IS NULL) = (disputed_on IS NULL))
);
CREATE INDEX ix_label_by_id ON label (by_id);
CREATE INDEX ix_label_case ON label (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE label ADD CONSTRAINT fk_label_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE label ADD CONSTRAINT fk_label_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
