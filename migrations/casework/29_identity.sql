-- Somebody decided that two persons of one organisation and side are the same, or are not.
CREATE TABLE person_link (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  person_id UUID NOT NULL,
  other_id UUID NOT NULL,
  kind TEXT NOT NULL,
  reason BYTEA NOT NULL,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  undone_at TIMESTAMP WITH TIME ZONE,
  undone_by_id UUID,
  undone_why BYTEA,
  CONSTRAINT pk_person_link PRIMARY KEY (id),
  CONSTRAINT ck_person_link_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_person_link_kind CHECK (kind IN ('same', 'different')),
  CONSTRAINT ck_person_link_pair_in_order CHECK (person_id < other_id),
  CONSTRAINT ck_person_link_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by_id IS NULL))
);
CREATE INDEX ix_person_link_by_id ON person_link (by_id);
CREATE INDEX ix_person_link_organisation_id ON person_link (organisation_id);
CREATE INDEX ix_person_link_other ON person_link (other_id, organisation_id, side);
CREATE INDEX ix_person_link_person ON person_link (person_id, organisation_id, side);
CREATE INDEX ix_person_link_undone_by_id ON person_link (undone_by_id);
CREATE UNIQUE INDEX one_standing_link ON person_link (organisation_id, side, person_id, other_id) WHERE undone_at IS NULL;
ALTER TABLE person_link ADD CONSTRAINT fk_person_link_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE person_link ADD CONSTRAINT fk_person_link_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE person_link ADD CONSTRAINT fk_person_link_other FOREIGN KEY(other_id, organisation_id, side) REFERENCES person (id, organisation_id, side);
ALTER TABLE person_link ADD CONSTRAINT fk_person_link_person FOREIGN KEY(person_id, organisation_id, side) REFERENCES person (id, organisation_id, side);
ALTER TABLE person_link ADD CONSTRAINT fk_person_link_undone_by_id FOREIGN KEY(undone_by_id) REFERENCES account (id);

-- Under which subject an organisation counts a joined person in its own figures.
CREATE TABLE joined_subject (
  subject UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  counted_as UUID NOT NULL,
  CONSTRAINT pk_joined_subject PRIMARY KEY (subject)
);
CREATE INDEX ix_joined_subject_organisation_id ON joined_subject (organisation_id);
ALTER TABLE joined_subject ADD CONSTRAINT fk_joined_subject_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);

-- A recorded agreement of two organisations that people known to both are counted once.
CREATE TABLE matching_agreement (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  one_id UUID NOT NULL,
  other_id UUID NOT NULL,
  reference TEXT NOT NULL,
  includes_withheld BOOLEAN NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE,
  CONSTRAINT pk_matching_agreement PRIMARY KEY (id),
  CONSTRAINT ck_matching_agreement_between_two CHECK (one_id <> other_id),
  CONSTRAINT ck_matching_agreement_days_in_order CHECK (to_day IS NULL OR to_day >= from_day)
);
CREATE INDEX ix_matching_agreement_one_id ON matching_agreement (one_id);
CREATE INDEX ix_matching_agreement_other_id ON matching_agreement (other_id);
ALTER TABLE matching_agreement ADD CONSTRAINT fk_matching_agreement_one_id FOREIGN KEY(one_id) REFERENCES organisation (id);
ALTER TABLE matching_agreement ADD CONSTRAINT fk_matching_agreement_other_id FOREIGN KEY(other_id) REFERENCES organisation (id);

-- Two subjects of different organisations that a job found to be one human being.
CREATE TABLE identity_match (
  id UUID NOT NULL,
  agreement_id UUID NOT NULL,
  subject UUID NOT NULL,
  other_subject UUID NOT NULL,
  by TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_identity_match PRIMARY KEY (id),
  CONSTRAINT ck_identity_match_pair_in_order CHECK (subject < other_subject),
  CONSTRAINT ck_identity_match_by CHECK (by IN ('nhs-number', 'name-birth-postcode'))
);
CREATE INDEX ix_identity_match_agreement_id ON identity_match (agreement_id);
CREATE INDEX ix_identity_match_other ON identity_match (other_subject);
CREATE INDEX ix_identity_match_subject ON identity_match (subject);
CREATE UNIQUE INDEX one_standing_match ON identity_match (agreement_id, subject, other_subject) WHERE ended_at IS NULL;
ALTER TABLE identity_match ADD CONSTRAINT fk_identity_match_agreement_id FOREIGN KEY(agreement_id) REFERENCES matching_agreement (id);
