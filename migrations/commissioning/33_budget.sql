-- What one funder gives a commissioner for a financial year.
CREATE TABLE award (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  year INTEGER NOT NULL,
  funder TEXT NOT NULL,
  amount NUMERIC(12, 2) NOT NULL,
  CONSTRAINT pk_award PRIMARY KEY (id),
  CONSTRAINT uq_award_organisation_id_year_funder UNIQUE (organisation_id, year, funder),
  CONSTRAINT ck_award_year CHECK (year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_award_amount CHECK (amount >= 0)
);
ALTER TABLE award ADD CONSTRAINT fk_award_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- One thing that a commissioner means to spend a year's funding on.
CREATE TABLE budget_line (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  year INTEGER NOT NULL,
  category TEXT NOT NULL,
  name TEXT NOT NULL,
  amount NUMERIC(12, 2) NOT NULL,
  commission_id UUID,
  CONSTRAINT pk_budget_line PRIMARY KEY (id),
  CONSTRAINT uq_budget_line_organisation_id_year_name UNIQUE (organisation_id, year, name),
  CONSTRAINT ck_budget_line_category CHECK (category IN ('interventions', 'team', 'data', 'evaluation', 'workforce', 'communications', 'other')),
  CONSTRAINT ck_budget_line_year CHECK (year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_budget_line_amount CHECK (amount >= 0)
);
CREATE INDEX ix_budget_line_commission_id ON budget_line (commission_id);
ALTER TABLE budget_line ADD CONSTRAINT fk_budget_line_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE budget_line ADD CONSTRAINT fk_budget_line_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
