-- A named address of figures: one's own, or shared with colleagues who commission.
CREATE TABLE saved_view (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  account_id UUID NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  shared BOOLEAN NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_saved_view PRIMARY KEY (id),
  CONSTRAINT ck_saved_view_address CHECK (address LIKE '/quarter/%')
);
CREATE INDEX ix_saved_view_account_id ON saved_view (account_id);
CREATE UNIQUE INDEX one_name_each ON saved_view (organisation_id, account_id, name);
ALTER TABLE saved_view ADD CONSTRAINT fk_saved_view_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE saved_view ADD CONSTRAINT fk_saved_view_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
