-- One thing done or seen. INSERT and SELECT only.
CREATE TABLE event (
  seq BIGINT GENERATED ALWAYS AS IDENTITY,
  id UUID NOT NULL,
  turn BIGINT DEFAULT event_turn() NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  account_id UUID,
  membership_id UUID,
  noun TEXT NOT NULL,
  what TEXT NOT NULL,
  about_id UUID,
  case_id UUID,
  referral_id UUID,
  person_id UUID,
  viewed BOOLEAN NOT NULL,
  codes JSONB NOT NULL,
  CONSTRAINT pk_event PRIMARY KEY (seq),
  CONSTRAINT uq_event_id UNIQUE (id)
);
CREATE INDEX ix_event_about ON event (organisation_id, about_id, at);
CREATE INDEX ix_event_by ON event (account_id, viewed, at);
CREATE INDEX ix_event_case ON event (organisation_id, side, case_id, at);
CREATE INDEX ix_event_turn ON event (organisation_id, turn);

-- A link of an organisation's chain over its events; made by a job at least once a minute.
CREATE TABLE seal (
  organisation_id UUID NOT NULL,
  number INTEGER NOT NULL,
  from_turn BIGINT NOT NULL,
  to_turn BIGINT NOT NULL,
  entries BYTEA NOT NULL,
  mac TEXT NOT NULL,
  sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_seal PRIMARY KEY (organisation_id, number)
);
