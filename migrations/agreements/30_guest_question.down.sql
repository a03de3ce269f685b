DROP INDEX ix_referral_question_link;
ALTER TABLE referral_question DROP CONSTRAINT ck_referral_question_link_has_end;
ALTER TABLE referral_question DROP COLUMN link_until;
ALTER TABLE referral_question DROP COLUMN link_hash;
