-- A programme bought from a provider by a commissioner.
CREATE TABLE commission (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  programme_id UUID NOT NULL,
  provider_id UUID NOT NULL,
  commissioner_id UUID NOT NULL,
  tier TEXT NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE,
  places INTEGER,
  CONSTRAINT pk_commission PRIMARY KEY (id),
  CONSTRAINT ck_commission_tier CHECK (tier IN ('primary', 'secondary', 'tertiary')),
  CONSTRAINT ck_commission_days_in_order CHECK (ends_on IS NULL OR ends_on >= starts_on),
  CONSTRAINT ck_commission_places CHECK (places IS NULL OR places > 0),
  CONSTRAINT uq_commission_name UNIQUE (name)
);
CREATE INDEX ix_commission_commissioner_id ON commission (commissioner_id);
CREATE INDEX ix_commission_programme_id ON commission (programme_id);
CREATE INDEX ix_commission_provider_id ON commission (provider_id);

-- An area (GSS code) that a commission serves.
CREATE TABLE commission_area (
  commission_id UUID NOT NULL,
  area TEXT NOT NULL,
  CONSTRAINT pk_commission_area PRIMARY KEY (commission_id, area)
);

-- What one funding stream pays towards a commission, in pounds over its whole term.
CREATE TABLE commission_funding (
  commission_id UUID NOT NULL,
  stream TEXT NOT NULL,
  amount NUMERIC(12, 2) NOT NULL,
  CONSTRAINT pk_commission_funding PRIMARY KEY (commission_id, stream),
  CONSTRAINT ck_commission_funding_amount CHECK (amount >= 0)
);
