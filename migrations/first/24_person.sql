-- One organisation's copy of a human being. Another organisation or side has its own.
CREATE TABLE person (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  subject UUID NOT NULL,
  preferred_name TEXT NOT NULL,
  family_name TEXT NOT NULL,
  name_sound TEXT NOT NULL,
  family_sound TEXT NOT NULL,
  born_on DATE,
  age_given INTEGER,
  age_given_on DATE,
  sex TEXT NOT NULL,
  gender TEXT,
  ethnicity TEXT NOT NULL,
  ethnicity_source TEXT,
  nhs_number BYTEA,
  nhs_key TEXT,
  area TEXT,
  language TEXT,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_person PRIMARY KEY (id),
  CONSTRAINT ck_person_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT uq_person_id_organisation_id_side UNIQUE (id, organisation_id, side),
  CONSTRAINT uq_person_subject UNIQUE (subject),
  CONSTRAINT ck_person_age_has_day CHECK ((age_given IS NULL) = (age_given_on IS NULL)),
  CONSTRAINT ck_person_sex CHECK (sex IN ('F', 'M', 'X', 'U'))
);
CREATE INDEX ix_person_birth ON person (organisation_id, side, born_on);
CREATE INDEX ix_person_family_sound ON person (organisation_id, side, family_sound);
CREATE INDEX ix_person_nhs ON person (organisation_id, side, nhs_key);
CREATE INDEX ix_person_sound ON person (organisation_id, side, name_sound);

-- How this person can be reached safely; in a table of its own, unreadable without the keys.
CREATE TABLE safe_contact (
  version INTEGER NOT NULL,
  person_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  phone BYTEA,
  phone_key TEXT,
  may_call BOOLEAN,
  may_text BOOLEAN,
  may_leave_message BOOLEAN,
  best_time BYTEA,
  ask_for BYTEA,
  must_not_hear BYTEA,
  address BYTEA,
  postcode BYTEA,
  CONSTRAINT pk_safe_contact PRIMARY KEY (person_id)
);
CREATE INDEX ix_safe_contact_person ON safe_contact (person_id, organisation_id, side);
CREATE INDEX ix_safe_contact_phone ON safe_contact (organisation_id, side, phone_key);
