-- From which count on a commissioner's figures are printed, as its agreement says.
ALTER TABLE organisation ADD COLUMN small_below INTEGER DEFAULT 5 NOT NULL;
ALTER TABLE organisation ADD CONSTRAINT ck_organisation_small_below CHECK (small_below BETWEEN 3 AND 20);
