-- A place, with the code its own register gives it (ODS, URN or ours).
CREATE TABLE setting (
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  area TEXT,
  postcode TEXT,
  active BOOLEAN NOT NULL,
  CONSTRAINT pk_setting PRIMARY KEY (id),
  CONSTRAINT ck_setting_kind CHECK (kind IN ('hospital', 'practice', 'school', 'route', 'prison', 'venue')),
  CONSTRAINT uq_setting_kind_code UNIQUE (kind, code)
);
CREATE INDEX ix_setting_area ON setting (area);

-- The stage a setting reached in a commission on a day; the newest row is where it stands.
CREATE TABLE setting_stage (
  id UUID NOT NULL,
  setting_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  stage TEXT NOT NULL,
  since DATE NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_setting_stage PRIMARY KEY (id)
);
CREATE INDEX ix_setting_stage_now ON setting_stage (commission_id, setting_id, since);
CREATE INDEX ix_setting_stage_organisation_id ON setting_stage (organisation_id);
CREATE INDEX ix_setting_stage_setting_id ON setting_stage (setting_id);
