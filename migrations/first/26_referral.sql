-- Who to whom, under which version, state, dates and coded reasons: both parties see this.
CREATE TABLE referral (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  reference TEXT NOT NULL,
  organisation_id UUID NOT NULL,
  sender_side TEXT NOT NULL,
  person_id UUID NOT NULL,
  provider_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  programme_version_id UUID NOT NULL,
  state TEXT NOT NULL,
  source TEXT NOT NULL,
  channel TEXT NOT NULL,
  sent_by_id UUID,
  setting_id UUID,
  immediate_risk BOOLEAN NOT NULL,
  agreement TEXT NOT NULL,
  agreement_reason TEXT,
  notice_how TEXT,
  notice_version TEXT,
  from_case_id UUID,
  from_commission_id UUID,
  attended_at TIMESTAMP WITH TIME ZONE,
  received_at TIMESTAMP WITH TIME ZONE,
  sent_at TIMESTAMP WITH TIME ZONE,
  asked_at TIMESTAMP WITH TIME ZONE,
  waiting_since TIMESTAMP WITH TIME ZONE,
  review_on DATE,
  accepted_at TIMESTAMP WITH TIME ZONE,
  declined_at TIMESTAMP WITH TIME ZONE,
  decline_reason TEXT,
  decline_whose TEXT,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  withdraw_reason TEXT,
  seen_at TIMESTAMP WITH TIME ZONE,
  expected_by TIMESTAMP WITH TIME ZONE,
  first_contact_at TIMESTAMP WITH TIME ZONE,
  closed_at TIMESTAMP WITH TIME ZONE,
  restricted BOOLEAN NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_referral PRIMARY KEY (id),
  CONSTRAINT ck_referral_state CHECK (state IN ('draft', 'sent', 'asked', 'waiting', 'accepted', 'declined', 'withdrawn')),
  CONSTRAINT ck_referral_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_referral_sender_side CHECK (sender_side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_referral_decline_whose CHECK (decline_whose IS NULL OR decline_whose IN ('person', 'provider', 'not-reachable', 'not-eligible', 'already-with-us', 'no-capacity', 'unsafe')),
  CONSTRAINT uq_referral_id_organisation_id_sender_side_provider_id__cb45 UNIQUE (id, organisation_id, sender_side, provider_id, side, state),
  CONSTRAINT uq_referral_id_provider_id_commission_id_side UNIQUE (id, provider_id, commission_id, side),
  CONSTRAINT ck_referral_sent_has_moment CHECK ((state = 'draft') = (sent_at IS NULL)),
  CONSTRAINT ck_referral_accepted_has_moment CHECK ((state = 'accepted') = (accepted_at IS NOT NULL)),
  CONSTRAINT ck_referral_declined_has_reason CHECK ((state = 'declined') = (decline_reason IS NOT NULL)),
  CONSTRAINT ck_referral_declined_has_moment CHECK ((state = 'declined') = (declined_at IS NOT NULL)),
  CONSTRAINT ck_referral_declined_has_whose CHECK ((decline_reason IS NULL) = (decline_whose IS NULL)),
  CONSTRAINT ck_referral_withdrawn_has_reason CHECK ((state = 'withdrawn') = (withdraw_reason IS NOT NULL)),
  CONSTRAINT ck_referral_waiting_has_moment CHECK (state <> 'waiting' OR waiting_since IS NOT NULL)
);
CREATE INDEX ix_referral_commission_id ON referral (commission_id);
CREATE INDEX ix_referral_from_case_id ON referral (from_case_id);
CREATE INDEX ix_referral_from_commission_id ON referral (from_commission_id);
CREATE INDEX ix_referral_person ON referral (person_id, organisation_id, sender_side);
CREATE INDEX ix_referral_programme_version_id ON referral (programme_version_id);
CREATE INDEX ix_referral_queue ON referral (provider_id, side, state, commission_id);
CREATE INDEX ix_referral_reference_provider ON referral (provider_id, side, reference);
CREATE INDEX ix_referral_sender ON referral (organisation_id, sender_side, sent_at);
CREATE INDEX ix_referral_sent_by_id ON referral (sent_by_id);
CREATE INDEX ix_referral_setting_id ON referral (setting_id);
CREATE UNIQUE INDEX one_live_offer ON referral (organisation_id, sender_side, person_id, commission_id) WHERE state IN ('sent', 'asked', 'waiting');
CREATE UNIQUE INDEX uq_referral_reference ON referral (organisation_id, sender_side, reference);

-- What the programme shows a receiver before it accepts.
CREATE TABLE referral_offer (
  referral_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  sender_side TEXT NOT NULL,
  provider_id UUID NOT NULL,
  side TEXT NOT NULL,
  state TEXT NOT NULL,
  answers JSONB NOT NULL,
  CONSTRAINT pk_referral_offer PRIMARY KEY (referral_id)
);
CREATE INDEX ix_referral_offer_referral ON referral_offer (referral_id, organisation_id, sender_side, provider_id, side, state);

-- Everything else the sender wrote, with its snapshot of the person: opened by accepting.
CREATE TABLE referral_content (
  referral_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  sender_side TEXT NOT NULL,
  provider_id UUID NOT NULL,
  side TEXT NOT NULL,
  state TEXT NOT NULL,
  answers BYTEA NOT NULL,
  person BYTEA NOT NULL,
  CONSTRAINT pk_referral_content PRIMARY KEY (referral_id)
);
CREATE INDEX ix_referral_content_referral ON referral_content (referral_id, organisation_id, sender_side, provider_id, side, state);

-- What a receiver asked before deciding, and the sender's answer: both parties read it.
CREATE TABLE referral_question (
  id UUID NOT NULL,
  referral_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  sender_side TEXT NOT NULL,
  provider_id UUID NOT NULL,
  side TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  question BYTEA NOT NULL,
  answered_at TIMESTAMP WITH TIME ZONE,
  answer BYTEA,
  CONSTRAINT pk_referral_question PRIMARY KEY (id)
);
CREATE INDEX ix_referral_question_referral ON referral_question (referral_id, organisation_id, sender_side, provider_id, side, state);
