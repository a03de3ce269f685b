-- A dated change of value, last day or places of a commission.
CREATE TABLE commission_variation (
  id UUID NOT NULL,
  commission_id UUID NOT NULL,
  number INTEGER NOT NULL,
  takes_effect_on DATE NOT NULL,
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  value_before NUMERIC(12, 2) NOT NULL,
  value_after NUMERIC(12, 2) NOT NULL,
  ends_before DATE,
  ends_after DATE,
  places_before INTEGER,
  places_after INTEGER,
  made_by_id UUID,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_commission_variation PRIMARY KEY (id),
  CONSTRAINT uq_commission_variation_commission_id_number UNIQUE (commission_id, number),
  CONSTRAINT ck_commission_variation_reason CHECK (reason IN ('demand', 'more-funding', 'less-funding', 'late-start', 'underspend', 'extension', 'handed-over', 'correction', 'other')),
  CONSTRAINT ck_commission_variation_number CHECK (number > 0),
  CONSTRAINT ck_commission_variation_values CHECK (value_before >= 0 AND value_after >= 0),
  CONSTRAINT ck_commission_variation_places CHECK (places_before > 0 AND places_after > 0)
);
CREATE INDEX ix_commission_variation_made_by_id ON commission_variation (made_by_id);
ALTER TABLE commission_variation ADD CONSTRAINT fk_commission_variation_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE commission_variation ADD CONSTRAINT fk_commission_variation_made_by_id FOREIGN KEY(made_by_id) REFERENCES account (id);
-- What a variation changed in one funding stream, in pounds over the whole term.
CREATE TABLE variation_funding (
  variation_id UUID NOT NULL,
  stream TEXT NOT NULL,
  category TEXT NOT NULL,
  before NUMERIC(12, 2) NOT NULL,
  after NUMERIC(12, 2) NOT NULL,
  CONSTRAINT pk_variation_funding PRIMARY KEY (variation_id, stream, category),
  CONSTRAINT ck_variation_funding_category CHECK (category IN ('interventions', 'team', 'data', 'evaluation', 'workforce', 'communications', 'other')),
  CONSTRAINT ck_variation_funding_amounts CHECK (before >= 0 AND after >= 0 AND before <> after)
);
ALTER TABLE variation_funding ADD CONSTRAINT fk_variation_funding_variation_id FOREIGN KEY(variation_id) REFERENCES commission_variation (id);
