-- A user's role in an organisation, with a side where there is one.
CREATE TABLE membership (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  role TEXT NOT NULL,
  side TEXT NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE,
  every_commission BOOLEAN NOT NULL,
  setting_id UUID,
  CONSTRAINT pk_membership PRIMARY KEY (id),
  CONSTRAINT ck_membership_role CHECK (role IN ('navigator', 'worker', 'manager', 'referrer', 'commissioner', 'evaluator', 'administrator', 'guardian')),
  CONSTRAINT ck_membership_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_membership_days_in_order CHECK (to_day IS NULL OR to_day >= from_day),
  CONSTRAINT ck_membership_side_of_casework CHECK (side = '' OR role NOT IN ('commissioner', 'evaluator', 'administrator'))
);
CREATE INDEX ix_membership_account_id ON membership (account_id);
CREATE INDEX ix_membership_organisation_id ON membership (organisation_id);
CREATE INDEX ix_membership_setting_id ON membership (setting_id);

-- One of the commissions that a limited membership covers.
CREATE TABLE membership_commission (
  membership_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  CONSTRAINT pk_membership_commission PRIMARY KEY (membership_id, commission_id)
);
CREATE INDEX ix_membership_commission_commission_id ON membership_commission (commission_id);
