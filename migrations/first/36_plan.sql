-- A goal in the person's own words.
CREATE TABLE goal (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  words BYTEA NOT NULL,
  domain TEXT NOT NULL,
  set_on DATE NOT NULL,
  aimed_on DATE,
  result TEXT,
  result_on DATE,
  CONSTRAINT pk_goal PRIMARY KEY (id),
  CONSTRAINT ck_goal_result CHECK (result IS NULL OR result IN ('achieved', 'partly', 'not-achieved')),
  CONSTRAINT ck_goal_result_has_day CHECK ((result IS NULL) = (result_on IS NULL))
);
CREATE INDEX ix_goal_case ON goal (case_id, organisation_id, commission_id, side, restricted);

-- A score, or why it was not asked. A correction is a new row that replaces the old one.
CREATE TABLE measure (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  key TEXT NOT NULL,
  occasion TEXT NOT NULL,
  score FLOAT,
  not_asked TEXT,
  taken_on DATE NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  replaced BOOLEAN NOT NULL,
  CONSTRAINT pk_measure PRIMARY KEY (id),
  CONSTRAINT ck_measure_occasion CHECK (occasion IN ('baseline', 'review', 'exit', 'follow-up')),
  CONSTRAINT ck_measure_score_or_why CHECK ((score IS NULL) = (not_asked IS NOT NULL))
);
CREATE INDEX ix_measure_case ON measure (case_id, organisation_id, commission_id, side, restricted);
CREATE UNIQUE INDEX one_baseline_and_exit ON measure (organisation_id, side, case_id, key, occasion) WHERE occasion IN ('baseline', 'exit') AND NOT replaced;
