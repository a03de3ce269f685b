-- Written by one side, read by the other; the writer can never read it back.
CREATE TABLE letter (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  from_side TEXT NOT NULL,
  to_side TEXT NOT NULL,
  about TEXT NOT NULL,
  kind TEXT NOT NULL,
  words BYTEA,
  written_at TIMESTAMP WITH TIME ZONE NOT NULL,
  read_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_letter PRIMARY KEY (id),
  CONSTRAINT ck_letter_crosses CHECK (from_side <> to_side AND from_side <> '' AND to_side <> '')
);
CREATE INDEX ix_letter_about ON letter (organisation_id, to_side, about);
CREATE INDEX ix_letter_commission_id ON letter (commission_id);
CREATE INDEX ix_letter_to ON letter (organisation_id, to_side, written_at);

-- Kept by the reader's side only: letters about this reference concern this case.
CREATE TABLE letter_link (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  about TEXT NOT NULL,
  linked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_letter_link PRIMARY KEY (id)
);
CREATE INDEX ix_letter_link_about ON letter_link (organisation_id, side, about);
CREATE INDEX ix_letter_link_case ON letter_link (case_id, organisation_id, commission_id, side, restricted);
CREATE UNIQUE INDEX one_letter_link ON letter_link (organisation_id, side, case_id, about);
