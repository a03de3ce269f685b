-- Offers are found by how the name sounds that they show, without reading every offer. What was sent
-- before has no sound, and is still read.
ALTER TABLE referral_offer ADD COLUMN name_sound TEXT;
ALTER TABLE referral_offer ADD COLUMN other_sound TEXT;
CREATE INDEX ix_referral_offer_name_sound ON referral_offer (provider_id, side, name_sound)
  WHERE state IN ('sent', 'asked', 'waiting');
CREATE INDEX ix_referral_offer_other_sound ON referral_offer (provider_id, side, other_sound)
  WHERE state IN ('sent', 'asked', 'waiting');
