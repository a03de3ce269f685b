-- A provider, hospital trust, commissioner, referring agency or evaluator.
CREATE TABLE organisation (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  ods_code TEXT,
  mail TEXT,
  active BOOLEAN NOT NULL,
  CONSTRAINT pk_organisation PRIMARY KEY (id),
  CONSTRAINT ck_organisation_kind CHECK (kind IN ('provider', 'hospital-trust', 'commissioner', 'referring-agency', 'evaluator')),
  CONSTRAINT uq_organisation_name UNIQUE (name)
);
