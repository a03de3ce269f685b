-- What was spoken about in supervision, and what was agreed. Never changed once it is written.
CREATE TABLE supervision_note (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  account_id UUID NOT NULL,
  by_id UUID NOT NULL,
  met_on DATE NOT NULL,
  words BYTEA NOT NULL,
  agreed BYTEA,
  next_on DATE,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_supervision_note PRIMARY KEY (id),
  CONSTRAINT ck_supervision_note_side CHECK (side IN ('', 'perpetrator', 'partner'))
);
CREATE INDEX ix_supervision_note_account_id ON supervision_note (account_id);
CREATE INDEX ix_supervision_note_by_id ON supervision_note (by_id);
CREATE INDEX ix_supervision_note_list ON supervision_note (organisation_id, side, account_id, met_on);
ALTER TABLE supervision_note ADD CONSTRAINT fk_supervision_note_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE supervision_note ADD CONSTRAINT fk_supervision_note_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE supervision_note ADD CONSTRAINT fk_supervision_note_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
