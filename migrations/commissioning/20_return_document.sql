-- A kind of return that commissioners ask for; its content is in its versions.
CREATE TABLE return_document (
  id UUID NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT pk_return_document PRIMARY KEY (id),
  CONSTRAINT uq_return_document_code UNIQUE (code)
);
-- One immutable state of a return definition. A submitted return keeps the one it was made under.
CREATE TABLE return_document_version (
  id UUID NOT NULL,
  document_id UUID NOT NULL,
  number INTEGER NOT NULL,
  content JSONB NOT NULL,
  fingerprint TEXT NOT NULL,
  loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_return_document_version PRIMARY KEY (id),
  CONSTRAINT uq_return_document_version_document_id_number UNIQUE (document_id, number),
  CONSTRAINT uq_return_document_version_document_id_fingerprint UNIQUE (document_id, fingerprint)
);
ALTER TABLE return_document_version ADD CONSTRAINT fk_return_document_version_document_id FOREIGN KEY(document_id) REFERENCES return_document (id);
