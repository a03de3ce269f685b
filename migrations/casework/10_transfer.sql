-- Transfers, what the sender is told of a referral, and when nobody has acted on it.
ALTER TABLE referral ADD COLUMN transfer BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE referral ALTER COLUMN transfer DROP DEFAULT;
ALTER TABLE referral ADD COLUMN batch_id UUID;
ALTER TABLE referral ADD COLUMN handed_over_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE referral ADD COLUMN act_by TIMESTAMP WITH TIME ZONE;
ALTER TABLE referral ADD COLUMN unacted_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE referral ADD COLUMN unreachable_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE referral ADD CONSTRAINT ck_referral_transfer_has_case CHECK (NOT transfer OR from_case_id IS NOT NULL);
CREATE INDEX ix_referral_batch_id ON referral (batch_id);
CREATE INDEX ix_referral_act_by ON referral (act_by) WHERE state = 'sent' AND unacted_at IS NULL;
CREATE UNIQUE INDEX one_open_transfer ON referral (organisation_id, sender_side, from_case_id)
  WHERE transfer AND handed_over_at IS NULL AND state IN ('sent', 'asked', 'waiting', 'accepted');

-- Why somebody was referred without agreement is about the person: it goes with the content, which
-- is encrypted by the product. Nothing is dropped silently.
DO $$ BEGIN
  IF EXISTS (SELECT FROM referral WHERE agreement_reason IS NOT NULL) THEN
    RAISE EXCEPTION 'Referrals still carry a reason without agreement in the old column. Note them on their cases and empty the column before this step.';
  END IF;
END $$;
ALTER TABLE referral DROP COLUMN agreement_reason;

-- Why a provider really declined, and who did: for the provider itself.
CREATE TABLE decline_ground (
  referral_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  reason TEXT NOT NULL,
  whose TEXT NOT NULL,
  declined_by_id UUID NOT NULL,
  declined_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_decline_ground PRIMARY KEY (referral_id),
  CONSTRAINT ck_decline_ground_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_decline_ground_whose CHECK (whose IN ('person', 'provider', 'not-reachable', 'not-eligible', 'already-with-us', 'no-capacity', 'unsafe'))
);
CREATE INDEX ix_decline_ground_commission_id ON decline_ground (commission_id);
CREATE INDEX ix_decline_ground_declined_by_id ON decline_ground (declined_by_id);
CREATE INDEX ix_decline_ground_list ON decline_ground (organisation_id, side, declined_at);
ALTER TABLE decline_ground ADD CONSTRAINT fk_decline_ground_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE decline_ground ADD CONSTRAINT fk_decline_ground_declined_by_id FOREIGN KEY(declined_by_id) REFERENCES account (id);
ALTER TABLE decline_ground ADD CONSTRAINT fk_decline_ground_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE decline_ground ADD CONSTRAINT fk_decline_ground_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id);
-- A further referral of somebody the provider already works with: linked to the open case.
CREATE TABLE joined_referral (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  referral_id UUID NOT NULL,
  joined_by_id UUID NOT NULL,
  joined_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_joined_referral PRIMARY KEY (id)
);
CREATE INDEX ix_joined_referral_case ON joined_referral (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_joined_referral_joined_by_id ON joined_referral (joined_by_id);
CREATE INDEX ix_joined_referral_referral ON joined_referral (referral_id);
CREATE UNIQUE INDEX one_case_of_a_joined_referral ON joined_referral (organisation_id, side, referral_id);
ALTER TABLE joined_referral ADD CONSTRAINT fk_joined_referral_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE joined_referral ADD CONSTRAINT fk_joined_referral_joined_by_id FOREIGN KEY(joined_by_id) REFERENCES account (id);
ALTER TABLE joined_referral ADD CONSTRAINT fk_joined_referral_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id);
-- Cases of one commission that were offered to another provider together.
CREATE TABLE transfer_batch (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  to_commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  made_by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_transfer_batch PRIMARY KEY (id),
  CONSTRAINT ck_transfer_batch_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_transfer_batch_goes_somewhere CHECK (commission_id <> to_commission_id)
);
CREATE INDEX ix_transfer_batch_commission_id ON transfer_batch (commission_id);
CREATE INDEX ix_transfer_batch_list ON transfer_batch (organisation_id, side, made_at);
CREATE INDEX ix_transfer_batch_made_by_id ON transfer_batch (made_by_id);
CREATE INDEX ix_transfer_batch_to_commission_id ON transfer_batch (to_commission_id);
ALTER TABLE transfer_batch ADD CONSTRAINT fk_transfer_batch_commission_id FOREIGN KEY(commission_id) REFERENCES commission (id);
ALTER TABLE transfer_batch ADD CONSTRAINT fk_transfer_batch_made_by_id FOREIGN KEY(made_by_id) REFERENCES account (id);
ALTER TABLE transfer_batch ADD CONSTRAINT fk_transfer_batch_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE transfer_batch ADD CONSTRAINT fk_transfer_batch_to_commission_id FOREIGN KEY(to_commission_id) REFERENCES commission (id);

ALTER TABLE referral ADD CONSTRAINT fk_referral_batch_id FOREIGN KEY(batch_id) REFERENCES transfer_batch (id);
