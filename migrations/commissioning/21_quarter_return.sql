-- What one provider reports to its commissioner about one commission (and side) for a quarter.
CREATE TABLE quarter_return (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  commission_id UUID NOT NULL,
  year INTEGER NOT NULL,
  quarter INTEGER NOT NULL,
  state TEXT NOT NULL,
  due_on DATE NOT NULL,
  newest INTEGER NOT NULL,
  accepted_at TIMESTAMP WITH TIME ZONE,
  accepted_by_id UUID,
  CONSTRAINT pk_quarter_return PRIMARY KEY (id),
  CONSTRAINT ck_quarter_return_state CHECK (state IN ('open', 'submitted', 'queried', 'accepted')),
  CONSTRAINT ck_quarter_return_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT uq_quarter_return_organisation_id_side_commission_id_ye_626d UNIQUE (organisation_id, side, commission_id, year, quarter),
  CONSTRAINT uq_quarter_return_id_organisation_id_commission_id_side UNIQUE (id, organisation_id, commission_id, side),
  CONSTRAINT ck_quarter_return_quarter CHECK (quarter BETWEEN 1 AND 4),
  CONSTRAINT ck_quarter_return_submitted_has_version CHECK ((state = 'open') = (newest = 0)),
  CONSTRAINT ck_quarter_return_accepted_has_moment CHECK ((state = 'accepted') = (accepted_at IS NOT NULL))
);
CREATE INDEX ix_quarter_return_accepted_by_id ON quarter_return (accepted_by_id);
CREATE INDEX ix_quarter_return_quarter ON quarter_return (commission_id, year, quarter);
ALTER TABLE quarter_return ADD CONSTRAINT fk_quarter_return_accepted_by_id FOREIGN KEY(accepted_by_id) REFERENCES account (id);
ALTER TABLE quarter_return ADD CONSTRAINT fk_quarter_return_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE quarter_return ADD CONSTRAINT fk_quarter_return_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- What the provider writes for the next version: a text that is asked for, or why a number moved.
CREATE TABLE return_answer (
  version INTEGER NOT NULL,
  return_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  id UUID NOT NULL,
  part TEXT NOT NULL,
  words BYTEA NOT NULL,
  saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_return_answer PRIMARY KEY (id),
  CONSTRAINT uq_return_answer_return_id_part UNIQUE (return_id, part)
);
CREATE INDEX ix_return_answer_return ON return_answer (return_id, organisation_id, commission_id, side);
ALTER TABLE return_answer ADD CONSTRAINT fk_return_answer_return FOREIGN KEY(return_id, organisation_id, commission_id, side) REFERENCES quarter_return (id, organisation_id, commission_id, side);
-- Counts that a provider brings from its own system, until they are submitted.
CREATE TABLE return_file (
  return_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  id UUID NOT NULL,
  name BYTEA NOT NULL,
  system TEXT NOT NULL,
  cells JSONB NOT NULL,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_return_file PRIMARY KEY (id),
  CONSTRAINT uq_return_file_return_id UNIQUE (return_id)
);
CREATE INDEX ix_return_file_by_id ON return_file (by_id);
CREATE INDEX ix_return_file_return ON return_file (return_id, organisation_id, commission_id, side);
ALTER TABLE return_file ADD CONSTRAINT fk_return_file_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE return_file ADD CONSTRAINT fk_return_file_return FOREIGN KEY(return_id, organisation_id, commission_id, side) REFERENCES quarter_return (id, organisation_id, commission_id, side);
