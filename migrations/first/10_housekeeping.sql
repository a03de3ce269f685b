-- The one row that says what this database is. Only `demo` and `test` may turn the clock.
CREATE TABLE installation (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  turn_base BIGINT NOT NULL,
  played_to TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_installation PRIMARY KEY (id),
  CONSTRAINT ck_installation_kind CHECK (kind IN ('live', 'demo', 'test')),
  CONSTRAINT ck_installation_one_row CHECK (id = 1)
);

-- A form that was stored, by the key minted in it: a double click finds what came of the first.
CREATE TABLE submission (
  key UUID NOT NULL,
  account_id UUID NOT NULL,
  location TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_submission PRIMARY KEY (key)
);
CREATE INDEX ix_submission_account_id ON submission (account_id);
CREATE INDEX ix_submission_at ON submission (at);

-- Something somebody tried and was refused: kept in a transaction of its own.
CREATE TABLE refusal (
  id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  organisation_id UUID,
  account_id UUID,
  membership_id UUID,
  route TEXT NOT NULL,
  status INTEGER NOT NULL,
  CONSTRAINT pk_refusal PRIMARY KEY (id)
);
CREATE INDEX ix_refusal_organisation_id ON refusal (organisation_id);

-- A mail to send or sent. No personal data in it, ever: "You have 2 new referrals".
CREATE TABLE mail (
  id UUID NOT NULL,
  account_id UUID,
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  words TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_mail PRIMARY KEY (id)
);
CREATE INDEX ix_mail_account_id ON mail (account_id);
CREATE INDEX ix_mail_made_at ON mail (made_at);
