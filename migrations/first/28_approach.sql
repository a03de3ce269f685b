-- Somebody was offered help and said no, or could not be approached. No name, no birth date.
CREATE TABLE approach (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  commission_id UUID NOT NULL,
  setting_id UUID,
  outcome TEXT NOT NULL,
  reason TEXT,
  happened_on DATE NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_approach PRIMARY KEY (id),
  CONSTRAINT ck_approach_outcome CHECK (outcome IN ('declined', 'not-approached')),
  CONSTRAINT ck_approach_not_approached_has_reason CHECK (outcome = 'declined' OR reason IS NOT NULL)
);
CREATE INDEX ix_approach_commission_id ON approach (commission_id);
CREATE INDEX ix_approach_organisation_id ON approach (organisation_id);
CREATE INDEX ix_approach_setting_id ON approach (setting_id);
