-- A mail about returns of a quarter that are due or overdue, to one account on one day.
CREATE TABLE return_reminder (
  account_id UUID NOT NULL,
  on_day DATE NOT NULL,
  CONSTRAINT pk_return_reminder PRIMARY KEY (account_id, on_day)
);
CREATE INDEX ix_return_reminder_account_id ON return_reminder (account_id);
ALTER TABLE return_reminder ADD CONSTRAINT fk_return_reminder_account_id FOREIGN KEY(account_id) REFERENCES account (id);
