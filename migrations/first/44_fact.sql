-- A countable statement without a name. Insert-only: a correction closes an older row.
CREATE TABLE fact (
  seq BIGINT GENERATED ALWAYS AS IDENTITY,
  known_from TIMESTAMP WITH TIME ZONE NOT NULL,
  closes BIGINT,
  stated_by UUID NOT NULL,
  reason TEXT,
  kind SMALLINT NOT NULL,
  code TEXT NOT NULL,
  happened_on DATE NOT NULL,
  basis TEXT NOT NULL,
  subject UUID,
  referral UUID,
  group_id UUID,
  n INTEGER NOT NULL,
  value FLOAT,
  commission_id UUID NOT NULL,
  programme TEXT NOT NULL,
  provider_id UUID NOT NULL,
  side TEXT NOT NULL,
  area TEXT,
  setting_id UUID,
  audience TEXT NOT NULL,
  age SMALLINT,
  sex TEXT NOT NULL,
  ethnicity TEXT NOT NULL,
  source TEXT NOT NULL,
  source_id UUID NOT NULL,
  CONSTRAINT pk_fact PRIMARY KEY (seq),
  CONSTRAINT uq_fact_seq_stated_by UNIQUE (seq, stated_by),
  CONSTRAINT uq_fact_closes UNIQUE (closes),
  CONSTRAINT ck_fact_basis CHECK (basis IN ('named', 'headcount', 'estimate', 'record')),
  CONSTRAINT ck_fact_nobody_named CHECK (basis = 'named' OR (subject IS NULL AND referral IS NULL)),
  CONSTRAINT ck_fact_withdrawal_closes CHECK ((kind = 0) <= (closes IS NOT NULL))
);
CREATE INDEX ix_fact_closes ON fact (closes, stated_by);
CREATE INDEX ix_fact_count ON fact (commission_id, kind, happened_on);
CREATE INDEX ix_fact_own ON fact (provider_id, side, kind, happened_on);
CREATE INDEX ix_fact_source ON fact (source_id, kind);

-- Insert-only: this subject is that human being, or (closing a row) no longer.
CREATE TABLE same_person (
  seq BIGINT NOT NULL,
  subject UUID NOT NULL,
  identity UUID,
  closes BIGINT,
  known_from TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_same_person PRIMARY KEY (seq),
  CONSTRAINT uq_same_person_closes UNIQUE (closes),
  CONSTRAINT ck_same_person_says_something CHECK (identity IS NOT NULL OR closes IS NOT NULL)
);
CREATE INDEX ix_same_person_subject ON same_person (subject);
