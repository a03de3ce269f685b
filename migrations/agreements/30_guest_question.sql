-- A question to somebody without an account goes by mail: the hash of its link, and how long it opens.
ALTER TABLE referral_question ADD COLUMN link_hash TEXT;
ALTER TABLE referral_question ADD COLUMN link_until TIMESTAMP WITH TIME ZONE;
ALTER TABLE referral_question ADD CONSTRAINT ck_referral_question_link_has_end
  CHECK ((link_hash IS NULL) = (link_until IS NULL));
CREATE INDEX ix_referral_question_link ON referral_question (link_hash) WHERE link_hash IS NOT NULL;
