ALTER TABLE referral_offer DROP COLUMN other_sound;
ALTER TABLE referral_offer DROP COLUMN name_sound;
