-- A kind of help that is commissioned; its content is in its versions.
CREATE TABLE programme (
  id UUID NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT pk_programme PRIMARY KEY (id),
  CONSTRAINT uq_programme_code UNIQUE (code)
);

-- One immutable state of a programme's document. Referrals keep the one they were made under.
CREATE TABLE programme_version (
  id UUID NOT NULL,
  programme_id UUID NOT NULL,
  number INTEGER NOT NULL,
  document JSONB NOT NULL,
  fingerprint TEXT NOT NULL,
  loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_programme_version PRIMARY KEY (id),
  CONSTRAINT uq_programme_version_programme_id_number UNIQUE (programme_id, number),
  CONSTRAINT uq_programme_version_programme_id_fingerprint UNIQUE (programme_id, fingerprint)
);
