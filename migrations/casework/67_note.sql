-- Notes that stand on top of a case, and notes that hand a case over.
ALTER TABLE note ADD COLUMN kind TEXT NOT NULL DEFAULT 'note';
ALTER TABLE note ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE note ADD CONSTRAINT ck_note_kind CHECK (kind IN ('note', 'handover'));
ALTER TABLE note ADD COLUMN pinned BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE note ALTER COLUMN pinned DROP DEFAULT;
-- A colleague named in a note; `seen_at` once they said that they read it.
CREATE TABLE mention (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  note_id UUID NOT NULL,
  account_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_mention PRIMARY KEY (id)
);
CREATE INDEX ix_mention_account_id ON mention (account_id);
CREATE INDEX ix_mention_case ON mention (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_mention_unseen ON mention (organisation_id, side, account_id) WHERE seen_at IS NULL;
CREATE UNIQUE INDEX one_mention ON mention (note_id, account_id);
ALTER TABLE mention ADD CONSTRAINT fk_mention_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE mention ADD CONSTRAINT fk_mention_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE mention ADD CONSTRAINT fk_mention_note_id FOREIGN KEY(note_id) REFERENCES note (id);
