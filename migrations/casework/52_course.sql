-- Somebody who leads a course: its sessions stand in their calendar.
CREATE TABLE group_facilitator (
  id UUID NOT NULL,
  group_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  account_id UUID NOT NULL,
  since DATE NOT NULL,
  CONSTRAINT pk_group_facilitator PRIMARY KEY (id),
  CONSTRAINT ck_group_facilitator_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT uq_group_facilitator_group_id_account_id UNIQUE (group_id, account_id)
);
CREATE INDEX ix_group_facilitator_account_id ON group_facilitator (account_id);
CREATE INDEX ix_group_facilitator_commission_id ON group_facilitator (commission_id);
CREATE INDEX ix_group_facilitator_organisation_id ON group_facilitator (organisation_id);
ALTER TABLE group_facilitator ADD CONSTRAINT fk_group_facilitator_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE group_facilitator ADD CONSTRAINT fk_group_facilitator_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE group_facilitator ADD CONSTRAINT fk_group_facilitator_group_id FOREIGN KEY(group_id) REFERENCES "group" (id);
ALTER TABLE group_facilitator ADD CONSTRAINT fk_group_facilitator_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- Somebody who waits for a place on a course, from when on; ended by a place or by leaving.
CREATE TABLE group_waiting (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  group_id UUID NOT NULL,
  since TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_as TEXT,
  CONSTRAINT pk_group_waiting PRIMARY KEY (id),
  CONSTRAINT ck_group_waiting_ended_has_how CHECK ((ended_at IS NULL) = (ended_as IS NULL)),
  CONSTRAINT ck_group_waiting_ended_as CHECK (ended_as IS NULL OR ended_as IN ('joined', 'left'))
);
CREATE INDEX ix_group_waiting_case ON group_waiting (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_group_waiting_group ON group_waiting (group_id, since);
CREATE UNIQUE INDEX one_wait_for_a_course ON group_waiting (group_id, case_id) WHERE ended_at IS NULL;
ALTER TABLE group_waiting ADD CONSTRAINT fk_group_waiting_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE group_waiting ADD CONSTRAINT fk_group_waiting_group_id FOREIGN KEY(group_id) REFERENCES "group" (id);
-- Days on which schools are closed: at one school, or (without a place) at all of them.
CREATE TABLE school_break (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  setting_id UUID,
  name TEXT NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE NOT NULL,
  CONSTRAINT pk_school_break PRIMARY KEY (id),
  CONSTRAINT ck_school_break_days_in_order CHECK (to_day >= from_day)
);
CREATE INDEX ix_school_break_days ON school_break (organisation_id, to_day);
CREATE INDEX ix_school_break_setting_id ON school_break (setting_id);
ALTER TABLE school_break ADD CONSTRAINT fk_school_break_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE school_break ADD CONSTRAINT fk_school_break_setting_id FOREIGN KEY(setting_id) REFERENCES setting (id);
