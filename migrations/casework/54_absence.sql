-- Somebody is away from a day to a day (both inclusive), and a named colleague covers.
CREATE TABLE absence (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  account_id UUID NOT NULL,
  cover_id UUID NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE NOT NULL,
  called_off BOOLEAN NOT NULL,
  made_by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_absence PRIMARY KEY (id),
  CONSTRAINT ck_absence_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_absence_days_in_order CHECK (to_day >= from_day),
  CONSTRAINT ck_absence_somebody_else CHECK (cover_id <> account_id)
);
CREATE INDEX ix_absence_account ON absence (account_id, to_day);
CREATE INDEX ix_absence_cover ON absence (cover_id, to_day);
CREATE INDEX ix_absence_list ON absence (organisation_id, side, to_day);
CREATE INDEX ix_absence_made_by_id ON absence (made_by_id);
ALTER TABLE absence ADD CONSTRAINT fk_absence_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE absence ADD CONSTRAINT fk_absence_cover_id FOREIGN KEY(cover_id) REFERENCES account (id);
ALTER TABLE absence ADD CONSTRAINT fk_absence_made_by_id FOREIGN KEY(made_by_id) REFERENCES account (id);
ALTER TABLE absence ADD CONSTRAINT fk_absence_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- A secret address for one membership's calendar. Only a hash of the secret is kept.
CREATE TABLE calendar_feed (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  account_id UUID NOT NULL,
  membership_id UUID NOT NULL,
  token_hash TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  read_at TIMESTAMP WITH TIME ZONE,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_calendar_feed PRIMARY KEY (id),
  CONSTRAINT ck_calendar_feed_side CHECK (side IN ('', 'perpetrator', 'partner'))
);
CREATE INDEX ix_calendar_feed_account_id ON calendar_feed (account_id);
CREATE INDEX ix_calendar_feed_membership ON calendar_feed (membership_id, ended_at);
CREATE INDEX ix_calendar_feed_organisation_id ON calendar_feed (organisation_id);
CREATE UNIQUE INDEX uq_calendar_feed_token ON calendar_feed (token_hash);
ALTER TABLE calendar_feed ADD CONSTRAINT fk_calendar_feed_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE calendar_feed ADD CONSTRAINT fk_calendar_feed_membership_id FOREIGN KEY(membership_id) REFERENCES membership (id);
ALTER TABLE calendar_feed ADD CONSTRAINT fk_calendar_feed_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
