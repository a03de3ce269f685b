-- A file of a case. Removing it deletes its content; that it was here, and why it went, stays.
CREATE TABLE document (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  title BYTEA,
  about BYTEA,
  file_name BYTEA,
  dated DATE NOT NULL,
  form TEXT NOT NULL,
  size INTEGER NOT NULL,
  content BYTEA,
  template TEXT,
  words BYTEA,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  removed_at TIMESTAMP WITH TIME ZONE,
  removed_by_id UUID,
  removed_reason TEXT,
  CONSTRAINT pk_document PRIMARY KEY (id),
  CONSTRAINT ck_document_removed_is_gone CHECK ((removed_at IS NULL) = (content IS NOT NULL)),
  CONSTRAINT ck_document_removed_has_reason CHECK ((removed_at IS NULL) = (removed_reason IS NULL)),
  CONSTRAINT ck_document_removed_has_no_words CHECK (removed_at IS NULL OR words IS NULL)
);
CREATE INDEX ix_document_by_id ON document (by_id);
CREATE INDEX ix_document_case ON document (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_document_removed_by_id ON document (removed_by_id);
ALTER TABLE document ADD CONSTRAINT fk_document_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE document ADD CONSTRAINT fk_document_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE document ADD CONSTRAINT fk_document_removed_by_id FOREIGN KEY(removed_by_id) REFERENCES account (id);
