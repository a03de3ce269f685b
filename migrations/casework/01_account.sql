-- A code that signs in once in place of the authenticator app; only its keyed code is kept.
CREATE TABLE recovery_code (
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  code_key TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_recovery_code PRIMARY KEY (id),
  CONSTRAINT uq_recovery_code_code_key UNIQUE (code_key)
);
CREATE INDEX ix_recovery_code_account_id ON recovery_code (account_id);
ALTER TABLE recovery_code ADD CONSTRAINT fk_recovery_code_account_id FOREIGN KEY(account_id) REFERENCES account (id);
