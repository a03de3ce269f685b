-- A form in the making. A shared one belongs to the shift at its site, not to one user.
CREATE TABLE draft (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  account_id UUID NOT NULL,
  saved_by_id UUID NOT NULL,
  shared BOOLEAN NOT NULL,
  setting_id UUID,
  form TEXT NOT NULL,
  typed BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_as TEXT,
  ended_reason TEXT,
  CONSTRAINT pk_draft PRIMARY KEY (id),
  CONSTRAINT ck_draft_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_draft_ended_as CHECK (ended_as IS NULL OR ended_as IN ('sent', 'not-approached', 'thrown-away', 'expired')),
  CONSTRAINT ck_draft_ended_has_how CHECK ((ended_at IS NULL) = (ended_as IS NULL))
);
CREATE INDEX ix_draft_account_id ON draft (account_id);
CREATE INDEX ix_draft_open ON draft (organisation_id, side, saved_at) WHERE ended_at IS NULL;
CREATE INDEX ix_draft_organisation_id ON draft (organisation_id);
CREATE INDEX ix_draft_saved_by_id ON draft (saved_by_id);
CREATE INDEX ix_draft_setting_id ON draft (setting_id);
CREATE UNIQUE INDEX one_private_draft ON draft (organisation_id, side, account_id, form) WHERE ended_at IS NULL AND NOT shared;
