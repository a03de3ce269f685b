-- One spreadsheet on its way in. What it held is forgotten when the run ends.
CREATE TABLE import_run (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  commission_id UUID NOT NULL,
  account_id UUID NOT NULL,
  state TEXT NOT NULL,
  file_key TEXT NOT NULL,
  file_name BYTEA NOT NULL,
  content BYTEA,
  n_rows INTEGER NOT NULL,
  n_brought INTEGER NOT NULL,
  n_known INTEGER NOT NULL,
  n_refused INTEGER NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_import_run PRIMARY KEY (id),
  CONSTRAINT ck_import_run_state CHECK (state IN ('begun', 'done', 'dropped')),
  CONSTRAINT ck_import_run_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_import_run_content_while_begun CHECK ((state = 'begun') = (content IS NOT NULL)),
  CONSTRAINT ck_import_run_ended_has_moment CHECK ((state = 'begun') = (ended_at IS NULL))
);
CREATE INDEX ix_import_run_account_id ON import_run (account_id);
CREATE INDEX ix_import_run_commission_id ON import_run (commission_id);
CREATE INDEX ix_import_run_file ON import_run (organisation_id, side, commission_id, file_key);
CREATE INDEX ix_import_run_list ON import_run (organisation_id, side, made_at);
ALTER TABLE import_run ADD CONSTRAINT fk_import_run_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE import_run ADD CONSTRAINT fk_import_run_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE import_run ADD CONSTRAINT fk_import_run_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- How an organisation's spreadsheets are read for a commission; the next file starts from it.
CREATE TABLE import_mapping (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  commission_id UUID NOT NULL,
  columns BYTEA NOT NULL,
  values BYTEA NOT NULL,
  saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_import_mapping PRIMARY KEY (id),
  CONSTRAINT ck_import_mapping_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT uq_import_mapping_organisation_id_side_commission_id UNIQUE (organisation_id, side, commission_id)
);
CREATE INDEX ix_import_mapping_commission_id ON import_mapping (commission_id);
ALTER TABLE import_mapping ADD CONSTRAINT fk_import_mapping_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE import_mapping ADD CONSTRAINT fk_import_mapping_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- A case that came from a row of a spreadsheet; the row's key keeps it from coming twice.
CREATE TABLE imported_case (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  run_id UUID NOT NULL,
  row_key TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_imported_case PRIMARY KEY (id),
  CONSTRAINT uq_imported_case_organisation_id_side_commission_id_row_key UNIQUE (organisation_id, side, commission_id, row_key)
);
CREATE INDEX ix_imported_case_case ON imported_case (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_imported_case_run_id ON imported_case (run_id);
ALTER TABLE imported_case ADD CONSTRAINT fk_imported_case_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE imported_case ADD CONSTRAINT fk_imported_case_run_id FOREIGN KEY(run_id) REFERENCES import_run (id);

-- The colleague who signs in with a mail address. Casework cannot read mail addresses; it may ask for
-- one of its own organisation and side, which it must know. SECURITY DEFINER, with a fixed search path.
CREATE FUNCTION colleague_with_mail(address text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT a.id FROM public.account a JOIN public.membership m ON m.account_id = a.id
  WHERE a.mail = lower(address) AND a.disabled_at IS NULL
    AND m.organisation_id = nullif(current_setting('app.organisation', true), '')::uuid
    AND m.side = current_setting('app.side', true)
  LIMIT 1
$$;
