-- A member of staff who can sign in. What they may do comes from their memberships.
CREATE TABLE account (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  mail TEXT NOT NULL,
  name TEXT NOT NULL,
  job TEXT NOT NULL,
  password TEXT,
  totp BYTEA,
  totp_step INTEGER NOT NULL,
  disabled_at TIMESTAMP WITH TIME ZONE,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  demo_try TEXT,
  demo_order INTEGER,
  CONSTRAINT pk_account PRIMARY KEY (id),
  CONSTRAINT uq_account_mail UNIQUE (mail)
);

-- One signed-in browser: a server-side session, found by the hash of its cookie.
CREATE TABLE sign_in (
  id UUID NOT NULL,
  token_hash TEXT NOT NULL,
  account_id UUID NOT NULL,
  membership_id UUID,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  locked_at TIMESTAMP WITH TIME ZONE,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_sign_in PRIMARY KEY (id),
  CONSTRAINT uq_sign_in_token_hash UNIQUE (token_hash)
);
CREATE INDEX ix_sign_in_account_id ON sign_in (account_id);
CREATE INDEX ix_sign_in_live ON sign_in (account_id) WHERE ended_at IS NULL;
CREATE INDEX ix_sign_in_membership_id ON sign_in (membership_id);

-- A try to sign in, kept whether or not it worked; counts slow down guessing.
CREATE TABLE sign_in_attempt (
  id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  mail_key TEXT NOT NULL,
  address_key TEXT NOT NULL,
  worked BOOLEAN NOT NULL,
  CONSTRAINT pk_sign_in_attempt PRIMARY KEY (id)
);
CREATE INDEX ix_sign_in_attempt_at ON sign_in_attempt (at);
CREATE INDEX ix_sign_in_attempt_from ON sign_in_attempt (address_key, at);
CREATE INDEX ix_sign_in_attempt_mail ON sign_in_attempt (mail_key, at);

-- A link by which somebody sets their password once: an invitation or a reset.
CREATE TABLE invitation (
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  token_hash TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_invitation PRIMARY KEY (id),
  CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash)
);
CREATE INDEX ix_invitation_account_id ON invitation (account_id);
