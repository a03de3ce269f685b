-- How the value of a commission is meant to be spent, quarter by quarter; its quarters add up to it.
CREATE TABLE spend_profile (
  id UUID NOT NULL,
  commission_id UUID NOT NULL,
  number INTEGER NOT NULL,
  value NUMERIC(12, 2) NOT NULL,
  made_by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_spend_profile PRIMARY KEY (id),
  CONSTRAINT uq_spend_profile_commission_id_number UNIQUE (commission_id, number),
  CONSTRAINT ck_spend_profile_value CHECK (value >= 0),
  CONSTRAINT ck_spend_profile_number CHECK (number > 0)
);
CREATE INDEX ix_spend_profile_made_by_id ON spend_profile (made_by_id);
ALTER TABLE spend_profile ADD CONSTRAINT fk_spend_profile_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE spend_profile ADD CONSTRAINT fk_spend_profile_made_by_id FOREIGN KEY(made_by_id) REFERENCES account (id);
-- What one quarter of a profile is meant to cost.
CREATE TABLE profile_quarter (
  profile_id UUID NOT NULL,
  year INTEGER NOT NULL,
  quarter INTEGER NOT NULL,
  amount NUMERIC(12, 2) NOT NULL,
  CONSTRAINT pk_profile_quarter PRIMARY KEY (profile_id, year, quarter),
  CONSTRAINT ck_profile_quarter_a_quarter CHECK (quarter BETWEEN 1 AND 4 AND year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_profile_quarter_amount CHECK (amount >= 0)
);
ALTER TABLE profile_quarter ADD CONSTRAINT fk_profile_quarter_profile_id FOREIGN KEY(profile_id) REFERENCES spend_profile (id);
-- What somebody says was spent on a commission in a quarter; the newest of a quarter holds.
CREATE TABLE spend_statement (
  id UUID NOT NULL,
  commission_id UUID NOT NULL,
  year INTEGER NOT NULL,
  quarter INTEGER NOT NULL,
  number INTEGER NOT NULL,
  amount NUMERIC(12, 2) NOT NULL,
  note TEXT NOT NULL,
  organisation_id UUID NOT NULL,
  stated_by_id UUID NOT NULL,
  stated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_spend_statement PRIMARY KEY (id),
  CONSTRAINT uq_spend_statement_commission_id_year_quarter_number UNIQUE (commission_id, year, quarter, number),
  CONSTRAINT ck_spend_statement_a_quarter CHECK (quarter BETWEEN 1 AND 4 AND year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_spend_statement_amount CHECK (amount >= 0),
  CONSTRAINT ck_spend_statement_number CHECK (number > 0)
);
CREATE INDEX ix_spend_statement_organisation_id ON spend_statement (organisation_id);
CREATE INDEX ix_spend_statement_stated_by_id ON spend_statement (stated_by_id);
ALTER TABLE spend_statement ADD CONSTRAINT fk_spend_statement_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE spend_statement ADD CONSTRAINT fk_spend_statement_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE spend_statement ADD CONSTRAINT fk_spend_statement_stated_by_id FOREIGN KEY(stated_by_id) REFERENCES account (id);
-- What a measure of a commission is held against in a quarter; without an amount it is given up.
CREATE TABLE commission_target (
  id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  measure TEXT NOT NULL,
  year INTEGER NOT NULL,
  quarter INTEGER NOT NULL,
  number INTEGER NOT NULL,
  amount NUMERIC(12, 2),
  set_by_id UUID NOT NULL,
  set_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_commission_target PRIMARY KEY (id),
  CONSTRAINT uq_commission_target_commission_id_side_measure_year_qu_a2e6 UNIQUE (commission_id, side, measure, year, quarter, number),
  CONSTRAINT ck_commission_target_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_commission_target_a_quarter CHECK (quarter BETWEEN 1 AND 4 AND year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_commission_target_amount CHECK (amount >= 0),
  CONSTRAINT ck_commission_target_number CHECK (number > 0)
);
CREATE INDEX ix_commission_target_set_by_id ON commission_target (set_by_id);
ALTER TABLE commission_target ADD CONSTRAINT fk_commission_target_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE commission_target ADD CONSTRAINT fk_commission_target_set_by_id FOREIGN KEY(set_by_id) REFERENCES account (id);

-- The quarters of a profile add up to the value it was made for, looked at when all of them are there.
CREATE FUNCTION profile_adds_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF (SELECT coalesce(sum(q.amount), 0) FROM public.profile_quarter q WHERE q.profile_id = NEW.id) <> NEW.value THEN
    RAISE EXCEPTION 'the quarters of spend profile % do not add up to its value', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON spend_profile DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION profile_adds_up();
