-- From a quarter on, counts of a commission's people below this number are not printed.
CREATE TABLE agreed_threshold (
  id UUID NOT NULL,
  commission_id UUID NOT NULL,
  number INTEGER NOT NULL,
  holds_from DATE NOT NULL,
  below INTEGER NOT NULL,
  words TEXT NOT NULL,
  made_by_id UUID,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_agreed_threshold PRIMARY KEY (id),
  CONSTRAINT uq_agreed_threshold_commission_id_number UNIQUE (commission_id, number),
  CONSTRAINT ck_agreed_threshold_number CHECK (number > 0),
  CONSTRAINT ck_agreed_threshold_below CHECK (below IN (5, 8, 10)),
  CONSTRAINT ck_agreed_threshold_begins_a_quarter CHECK (extract(day FROM holds_from) = 1 AND extract(month FROM holds_from) IN (1, 4, 7, 10))
);
CREATE INDEX ix_agreed_threshold_made_by_id ON agreed_threshold (made_by_id);
ALTER TABLE agreed_threshold ADD CONSTRAINT fk_agreed_threshold_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE agreed_threshold ADD CONSTRAINT fk_agreed_threshold_made_by_id FOREIGN KEY(made_by_id) REFERENCES account (id);
-- What was printed before keeps the threshold it was printed under.
ALTER TABLE edition_cell ADD COLUMN below INTEGER;
ALTER TABLE return_print ADD COLUMN below INTEGER NOT NULL DEFAULT 5;
ALTER TABLE restatement_print ADD COLUMN below INTEGER NOT NULL DEFAULT 5;
