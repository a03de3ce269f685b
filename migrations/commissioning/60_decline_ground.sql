-- What a receiver keeps of an offer that it declined: who, when, why, and the reference. The referral
-- itself is no longer the receiver's to read, so what its page says stands here.
ALTER TABLE decline_ground ADD COLUMN reference TEXT;
-- The document that the reason was chosen from.
ALTER TABLE decline_ground ADD COLUMN programme_version_id UUID;
UPDATE decline_ground g SET reference = r.reference, programme_version_id = r.programme_version_id
  FROM referral r WHERE r.id = g.referral_id;
-- What was declined before grounds were kept: who did it stands in the record.
INSERT INTO decline_ground (referral_id, organisation_id, commission_id, side, reason, whose,
  declined_by_id, declined_at, reference, programme_version_id)
SELECT r.id, r.provider_id, r.commission_id, r.side, r.decline_reason, r.decline_whose,
  said.account_id, r.declined_at, r.reference, r.programme_version_id
FROM referral r CROSS JOIN LATERAL (
  SELECT e.account_id FROM event e
  WHERE e.organisation_id = r.provider_id AND e.about_id = r.id AND e.noun = 'referral'
    AND e.what = 'declined' AND e.account_id IS NOT NULL
  ORDER BY e.at DESC LIMIT 1) said
WHERE r.state = 'declined' AND NOT EXISTS (SELECT FROM decline_ground g WHERE g.referral_id = r.id);
ALTER TABLE decline_ground ALTER COLUMN reference SET NOT NULL;
ALTER TABLE decline_ground ALTER COLUMN programme_version_id SET NOT NULL;
CREATE INDEX ix_decline_ground_reference ON decline_ground (organisation_id, side, reference);
CREATE INDEX ix_decline_ground_programme_version_id ON decline_ground (programme_version_id);
ALTER TABLE decline_ground ADD CONSTRAINT fk_decline_ground_programme_version_id FOREIGN KEY(programme_version_id) REFERENCES programme_version (id);

-- That an offer to the viewer's organisation was taken back, and when: nothing else of it is left to
-- its receiver. A function, because the referral's own row does not exist for them any more.
CREATE FUNCTION taken_back(uuid) RETURNS TABLE (reference text, commission_id uuid, withdrawn_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT r.reference, r.commission_id, r.withdrawn_at FROM public.referral r
  WHERE r.id = $1 AND r.state = 'withdrawn'
  AND r.provider_id = nullif(current_setting('app.organisation', true), '')::uuid
  AND r.side = current_setting('app.side', true)
  AND (current_setting('app.every_commission', true) = 'yes' OR r.commission_id IN (
    SELECT m.commission_id FROM public.membership_commission m
    WHERE m.membership_id = nullif(current_setting('app.membership', true), '')::uuid))
$$;
