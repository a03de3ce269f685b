-- Who is connected with a subject, itself included: by standing links inside its organisation and, unless
-- `own` is wanted, by standing matches between organisations.
CREATE FUNCTION connected_subjects(seed uuid, own boolean) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  WITH RECURSIVE reached (subject) AS (
    SELECT seed
    UNION
    SELECT step.subject FROM reached CROSS JOIN LATERAL (
      SELECT b.subject FROM person a JOIN person_link l ON l.person_id = a.id JOIN person b ON b.id = l.other_id
      WHERE a.subject = reached.subject AND l.kind = 'same' AND l.undone_at IS NULL
      UNION ALL
      SELECT a.subject FROM person b JOIN person_link l ON l.other_id = b.id JOIN person a ON a.id = l.person_id
      WHERE b.subject = reached.subject AND l.kind = 'same' AND l.undone_at IS NULL
      UNION ALL
      SELECT m.other_subject FROM identity_match m
      WHERE NOT own AND m.subject = reached.subject AND m.ended_at IS NULL
      UNION ALL
      SELECT m.subject FROM identity_match m
      WHERE NOT own AND m.other_subject = reached.subject AND m.ended_at IS NULL
    ) step
  )
  SELECT subject FROM reached
$$;

-- Write into the ledger who is one human being with this subject, where that differs from what stands.
-- A group keeps the oldest identity that nobody outside it has; somebody alone has none.
CREATE FUNCTION settle_subject(seed uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  members uuid[] := ARRAY(SELECT connected_subjects(seed, false));
  mine uuid[] := ARRAY(SELECT connected_subjects(seed, true));
  target uuid;
BEGIN
  IF cardinality(members) > 1 THEN
    SELECT s.identity INTO target FROM same_person s
    WHERE s.subject = ANY(members) AND s.identity IS NOT NULL
      AND NOT EXISTS (SELECT FROM same_person c WHERE c.closes = s.seq)
      AND NOT EXISTS (
        SELECT FROM same_person o WHERE o.identity = s.identity AND o.subject <> ALL(members)
          AND NOT EXISTS (SELECT FROM same_person c WHERE c.closes = o.seq))
    ORDER BY s.seq LIMIT 1;
    target := coalesce(target, gen_random_uuid());
  END IF;
  INSERT INTO same_person (seq, subject, identity, closes, known_from)
  SELECT nextval(pg_get_serial_sequence('public.fact', 'seq')), member, target, stands.seq,
    current_setting('app.now')::timestamptz
  FROM unnest(members) member
  LEFT JOIN same_person stands ON stands.subject = member AND stands.identity IS NOT NULL
    AND NOT EXISTS (SELECT FROM same_person c WHERE c.closes = stands.seq)
  WHERE stands.identity IS DISTINCT FROM target;
  DELETE FROM joined_subject WHERE subject = ANY(mine);
  IF cardinality(mine) > 1 THEN
    INSERT INTO joined_subject (subject, organisation_id, side, counted_as)
    SELECT subject, organisation_id, side, min(subject::text) OVER ()::uuid
    FROM person WHERE subject = ANY(mine);
  END IF;
END $$;

-- At the end of a transaction that made or undid a link or a match: the ledger follows at once, under
-- the lock that keeps the order of `seq` the order of commits. Viewers cannot read or write what this
-- keeps, so it runs as the owner; the search path is fixed.
CREATE FUNCTION settle_identities() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  one uuid;
BEGIN
  PERFORM pg_advisory_xact_lock(7420000);
  IF TG_TABLE_NAME = 'person_link' THEN
    FOR one IN SELECT subject FROM person WHERE id IN (NEW.person_id, NEW.other_id) LOOP
      PERFORM settle_subject(one);
    END LOOP;
  ELSE
    PERFORM settle_subject(NEW.subject);
    PERFORM settle_subject(NEW.other_subject);
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER settled AFTER INSERT OR UPDATE ON person_link
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION settle_identities();
CREATE CONSTRAINT TRIGGER settled AFTER INSERT OR UPDATE ON identity_match
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION settle_identities();
CREATE INDEX ix_same_person_identity ON same_person (identity);
