-- People without an account refer by a mailed link. What they send belongs to an organisation that
-- nobody can join; it is made when an administrator first opens a commission to guests.
ALTER TABLE commission ADD COLUMN takes_guests BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE membership ADD CONSTRAINT ck_membership_nobody_joins_guests
  CHECK (organisation_id <> '00000000-0000-7000-8000-000000000001');
CREATE UNIQUE INDEX one_fact_of_a_guest ON fact (source_id)
  WHERE stated_by = '00000000-0000-7000-8000-000000000001' AND closes IS NULL;

-- A mailed link to one form of one commission; found by the hash of what only the mail holds.
CREATE TABLE guest_link (
  id UUID NOT NULL,
  commission_id UUID NOT NULL,
  provider_id UUID NOT NULL,
  token_hash TEXT NOT NULL,
  mail BYTEA NOT NULL,
  referral_id UUID NOT NULL,
  person_id UUID NOT NULL,
  typed BYTEA,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE,
  saved_at TIMESTAMP WITH TIME ZONE,
  sent_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_guest_link PRIMARY KEY (id),
  CONSTRAINT uq_guest_link_token_hash UNIQUE (token_hash),
  CONSTRAINT uq_guest_link_referral_id UNIQUE (referral_id),
  CONSTRAINT uq_guest_link_person_id UNIQUE (person_id)
);
CREATE INDEX ix_guest_link_commission_id ON guest_link (commission_id);
CREATE INDEX ix_guest_link_provider_id ON guest_link (provider_id);
ALTER TABLE guest_link ADD CONSTRAINT fk_guest_link_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE guest_link ADD CONSTRAINT fk_guest_link_provider_id FOREIGN KEY(provider_id) REFERENCES organisation (id);
-- A link that was asked for; counts keep anybody from having many mails sent.
CREATE TABLE guest_request (
  id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  mail_key TEXT NOT NULL,
  address_key TEXT NOT NULL,
  CONSTRAINT pk_guest_request PRIMARY KEY (id)
);
CREATE INDEX ix_guest_request_at ON guest_request (at);
CREATE INDEX ix_guest_request_from ON guest_request (address_key, at);
CREATE INDEX ix_guest_request_mail ON guest_request (mail_key, at);
-- Who sent a referral by a mailed link: as they typed it, and the mail address that was proved.
CREATE TABLE guest_sender (
  referral_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  sender_side TEXT NOT NULL,
  provider_id UUID NOT NULL,
  side TEXT NOT NULL,
  state TEXT NOT NULL,
  name BYTEA NOT NULL,
  job BYTEA NOT NULL,
  employer BYTEA NOT NULL,
  mail BYTEA NOT NULL,
  CONSTRAINT pk_guest_sender PRIMARY KEY (referral_id)
);
CREATE INDEX ix_guest_sender_referral ON guest_sender (referral_id, organisation_id, sender_side, provider_id, side, state);
ALTER TABLE guest_sender ADD CONSTRAINT fk_guest_sender_referral FOREIGN KEY(referral_id, organisation_id, sender_side, provider_id, side, state) REFERENCES referral (id, organisation_id, sender_side, provider_id, side, state) ON UPDATE CASCADE;
