-- What was printed of one span for one commissioner, at a moment of the ledger.
CREATE TABLE edition (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  audience TEXT NOT NULL,
  commission_id UUID,
  side TEXT NOT NULL,
  span TEXT NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  known_at BIGINT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  threshold INTEGER NOT NULL,
  definition TEXT NOT NULL,
  hash TEXT NOT NULL,
  words JSONB NOT NULL,
  frozen JSONB NOT NULL,
  CONSTRAINT pk_edition PRIMARY KEY (id),
  CONSTRAINT ck_edition_audience CHECK (audience IN ('commissioner', 'return', 'public')),
  CONSTRAINT ck_edition_days_in_order CHECK (ends_on > starts_on),
  CONSTRAINT ck_edition_return_has_commission CHECK ((audience = 'return') = (commission_id IS NOT NULL))
);
CREATE INDEX ix_edition_commission_id ON edition (commission_id);
CREATE INDEX ix_edition_organisation_id ON edition (organisation_id, audience, span);
ALTER TABLE edition ADD CONSTRAINT fk_edition_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE edition ADD CONSTRAINT fk_edition_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- That an edition is wanted, and what came of it. `span` is a month, quarter or year.
CREATE TABLE edition_order (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  audience TEXT NOT NULL,
  reason TEXT NOT NULL,
  span TEXT NOT NULL,
  state TEXT NOT NULL,
  ordered_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ordered_by_id UUID,
  ended_at TIMESTAMP WITH TIME ZONE,
  edition_id UUID,
  said TEXT NOT NULL,
  confirmed BOOLEAN NOT NULL,
  frozen JSONB NOT NULL,
  CONSTRAINT pk_edition_order PRIMARY KEY (id),
  CONSTRAINT ck_edition_order_audience CHECK (audience IN ('commissioner', 'return', 'public')),
  CONSTRAINT ck_edition_order_reason CHECK (reason IN ('monthly', 'ordered', 'return', 'published')),
  CONSTRAINT ck_edition_order_state CHECK (state IN ('waiting', 'made', 'refused', 'flagged')),
  CONSTRAINT ck_edition_order_made_has_edition CHECK ((state = 'made') = (edition_id IS NOT NULL)),
  CONSTRAINT ck_edition_order_ended_has_moment CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX ix_edition_order_edition_id ON edition_order (edition_id);
CREATE INDEX ix_edition_order_ordered_by_id ON edition_order (ordered_by_id);
CREATE INDEX ix_edition_order_organisation_id ON edition_order (organisation_id, ordered_at);
CREATE UNIQUE INDEX one_waiting_edition ON edition_order (organisation_id, audience, span) WHERE state = 'waiting';
ALTER TABLE edition_order ADD CONSTRAINT fk_edition_order_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id);
ALTER TABLE edition_order ADD CONSTRAINT fk_edition_order_ordered_by_id FOREIGN KEY(ordered_by_id) REFERENCES account (id);
ALTER TABLE edition_order ADD CONSTRAINT fk_edition_order_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- A table of an edition, and what became of it.
CREATE TABLE edition_table (
  edition_id UUID NOT NULL,
  code TEXT NOT NULL,
  state TEXT NOT NULL,
  stands_id UUID,
  note TEXT NOT NULL,
  lines_left_out JSONB NOT NULL,
  CONSTRAINT pk_edition_table PRIMARY KEY (edition_id, code),
  CONSTRAINT ck_edition_table_state CHECK (state IN ('printed', 'stands', 'left-out')),
  CONSTRAINT ck_edition_table_stands_has_edition CHECK ((state = 'stands') = (stands_id IS NOT NULL))
);
CREATE INDEX ix_edition_table_stands_id ON edition_table (stands_id);
ALTER TABLE edition_table ADD CONSTRAINT fk_edition_table_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id);
ALTER TABLE edition_table ADD CONSTRAINT fk_edition_table_stands_id FOREIGN KEY(stands_id) REFERENCES edition (id);
-- A printed cell: a number, or a mark in its place. `by` is "all" where nothing breaks it down.
CREATE TABLE edition_cell (
  edition_id UUID NOT NULL,
  table_code TEXT NOT NULL,
  measure TEXT NOT NULL,
  by1 TEXT NOT NULL,
  value1 TEXT NOT NULL,
  by2 TEXT NOT NULL,
  value2 TEXT NOT NULL,
  number INTEGER,
  mark TEXT NOT NULL,
  CONSTRAINT pk_edition_cell PRIMARY KEY (edition_id, table_code, measure, by1, value1, by2, value2),
  CONSTRAINT ck_edition_cell_mark CHECK (mark IN ('', 'small', 'protects', 'kept-back')),
  CONSTRAINT ck_edition_cell_number_or_mark CHECK ((mark = '') = (number IS NOT NULL))
);
ALTER TABLE edition_cell ADD CONSTRAINT fk_edition_cell_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id);
-- The witness tables of an edition, and the counts behind it: for those alone who count.
CREATE TABLE edition_proof (
  edition_id UUID NOT NULL,
  counts JSONB NOT NULL,
  witnesses TEXT NOT NULL,
  CONSTRAINT pk_edition_proof PRIMARY KEY (edition_id)
);
ALTER TABLE edition_proof ADD CONSTRAINT fk_edition_proof_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id);
