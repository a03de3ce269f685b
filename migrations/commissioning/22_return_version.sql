-- One submission: a definition, a moment of the ledger, and the hash of everything in it.
CREATE TABLE return_version (
  return_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  id UUID NOT NULL,
  number INTEGER NOT NULL,
  document_version_id UUID NOT NULL,
  source TEXT NOT NULL,
  system TEXT NOT NULL,
  known_at BIGINT NOT NULL,
  hash TEXT NOT NULL,
  salt TEXT NOT NULL,
  joined JSONB NOT NULL,
  signed_by_id UUID NOT NULL,
  signed_as TEXT NOT NULL,
  submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_return_version PRIMARY KEY (id),
  CONSTRAINT ck_return_version_source CHECK (source IN ('ledger', 'own-system')),
  CONSTRAINT uq_return_version_return_id_number UNIQUE (return_id, number),
  CONSTRAINT uq_return_version_id_organisation_id_commission_id_side UNIQUE (id, organisation_id, commission_id, side),
  CONSTRAINT ck_return_version_number CHECK (number > 0)
);
CREATE INDEX ix_return_version_document_version_id ON return_version (document_version_id);
CREATE INDEX ix_return_version_return ON return_version (return_id, organisation_id, commission_id, side);
CREATE INDEX ix_return_version_signed_by_id ON return_version (signed_by_id);
ALTER TABLE return_version ADD CONSTRAINT fk_return_version_document_version_id FOREIGN KEY(document_version_id) REFERENCES return_document_version (id);
ALTER TABLE return_version ADD CONSTRAINT fk_return_version_return FOREIGN KEY(return_id, organisation_id, commission_id, side) REFERENCES quarter_return (id, organisation_id, commission_id, side);
ALTER TABLE return_version ADD CONSTRAINT fk_return_version_signed_by_id FOREIGN KEY(signed_by_id) REFERENCES account (id);
-- One exact number of a submitted version. For its provider alone, and for the gate.
CREATE TABLE return_cell (
  version_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  measure TEXT NOT NULL,
  by TEXT NOT NULL,
  value TEXT NOT NULL,
  n BIGINT NOT NULL,
  CONSTRAINT pk_return_cell PRIMARY KEY (version_id, measure, by, value)
);
CREATE INDEX ix_return_cell_version ON return_cell (version_id, organisation_id, commission_id, side);
ALTER TABLE return_cell ADD CONSTRAINT fk_return_cell_version FOREIGN KEY(version_id, organisation_id, commission_id, side) REFERENCES return_version (id, organisation_id, commission_id, side);
-- A text of a submitted version, as it was then.
CREATE TABLE return_words (
  version_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  part TEXT NOT NULL,
  words BYTEA NOT NULL,
  CONSTRAINT pk_return_words PRIMARY KEY (version_id, part)
);
CREATE INDEX ix_return_words_version ON return_words (version_id, organisation_id, commission_id, side);
ALTER TABLE return_words ADD CONSTRAINT fk_return_words_version FOREIGN KEY(version_id, organisation_id, commission_id, side) REFERENCES return_version (id, organisation_id, commission_id, side);
-- What the gate let through of a version, once and for all: `[measure, by, value, n or null, mark]`.
CREATE TABLE return_print (
  version_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  cells JSONB NOT NULL,
  proof TEXT NOT NULL,
  printed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_return_print PRIMARY KEY (version_id)
);
CREATE INDEX ix_return_print_version ON return_print (version_id, organisation_id, commission_id, side);
ALTER TABLE return_print ADD CONSTRAINT fk_return_print_version FOREIGN KEY(version_id, organisation_id, commission_id, side) REFERENCES return_version (id, organisation_id, commission_id, side);
-- One turn of the talk about a cell of a version, or (without a measure) about all of it.
CREATE TABLE return_remark (
  return_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  id UUID NOT NULL,
  version_id UUID NOT NULL,
  measure TEXT NOT NULL,
  by TEXT NOT NULL,
  value TEXT NOT NULL,
  party TEXT NOT NULL,
  by_id UUID NOT NULL,
  signed_as TEXT NOT NULL,
  words BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_return_remark PRIMARY KEY (id),
  CONSTRAINT ck_return_remark_party CHECK (party IN ('provider', 'commissioner'))
);
CREATE INDEX ix_return_remark_by_id ON return_remark (by_id);
CREATE INDEX ix_return_remark_cell ON return_remark (version_id, measure, by, value);
CREATE INDEX ix_return_remark_return ON return_remark (return_id, organisation_id, commission_id, side);
CREATE INDEX ix_return_remark_version ON return_remark (version_id, organisation_id, commission_id, side);
ALTER TABLE return_remark ADD CONSTRAINT fk_return_remark_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE return_remark ADD CONSTRAINT fk_return_remark_return FOREIGN KEY(return_id, organisation_id, commission_id, side) REFERENCES quarter_return (id, organisation_id, commission_id, side);
ALTER TABLE return_remark ADD CONSTRAINT fk_return_remark_version FOREIGN KEY(version_id, organisation_id, commission_id, side) REFERENCES return_version (id, organisation_id, commission_id, side);
-- A submitted version beside a later moment, as the provider sent it: exact, and as printed.
CREATE TABLE return_restatement (
  version_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  id UUID NOT NULL,
  known_at BIGINT NOT NULL,
  crossings JSONB NOT NULL,
  words BYTEA,
  signed_by_id UUID NOT NULL,
  signed_as TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_return_restatement PRIMARY KEY (id),
  CONSTRAINT uq_return_restatement_id_organisation_id_commission_id_side UNIQUE (id, organisation_id, commission_id, side)
);
CREATE INDEX ix_return_restatement_signed_by_id ON return_restatement (signed_by_id);
CREATE INDEX ix_return_restatement_version ON return_restatement (version_id, organisation_id, commission_id, side);
ALTER TABLE return_restatement ADD CONSTRAINT fk_return_restatement_signed_by_id FOREIGN KEY(signed_by_id) REFERENCES account (id);
ALTER TABLE return_restatement ADD CONSTRAINT fk_return_restatement_version FOREIGN KEY(version_id, organisation_id, commission_id, side) REFERENCES return_version (id, organisation_id, commission_id, side);
-- What the gate let through of a restatement: numbers or marks in the place of each number.
CREATE TABLE restatement_print (
  version_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restatement_id UUID NOT NULL,
  crossings JSONB NOT NULL,
  proof TEXT NOT NULL,
  printed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_restatement_print PRIMARY KEY (restatement_id)
);
CREATE INDEX ix_restatement_print_restatement ON restatement_print (restatement_id, organisation_id, commission_id, side);
CREATE INDEX ix_restatement_print_version ON restatement_print (version_id, organisation_id, commission_id, side);
ALTER TABLE restatement_print ADD CONSTRAINT fk_restatement_print_restatement FOREIGN KEY(restatement_id, organisation_id, commission_id, side) REFERENCES return_restatement (id, organisation_id, commission_id, side);
ALTER TABLE restatement_print ADD CONSTRAINT fk_restatement_print_version FOREIGN KEY(version_id, organisation_id, commission_id, side) REFERENCES return_version (id, organisation_id, commission_id, side);
