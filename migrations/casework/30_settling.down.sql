DROP INDEX ix_same_person_identity;
DROP TRIGGER settled ON identity_match;
DROP TRIGGER settled ON person_link;
DROP FUNCTION settle_identities();
DROP FUNCTION settle_subject(uuid);
DROP FUNCTION connected_subjects(uuid, boolean);
