-- The number of the writing transaction, rising also across a restore to a new server. Sealing uses
-- it to know which events are final. SECURITY DEFINER, because viewers cannot read `installation` rows
-- of other columns; the search path is fixed.
CREATE FUNCTION event_turn() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT pg_current_xact_id()::text::bigint + (SELECT turn_base FROM public.installation)
$$;
INSERT INTO installation (id, kind, turn_base) VALUES (1, 'live', 0);

-- A moment of the ledger is a seq, so the order of seq must be the order of commits: whoever states
-- facts holds this lock from the first row to the commit. The door comes here last.
CREATE FUNCTION hold_fact_lock() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7420000);
  RETURN NULL;
END $$;

-- A recorded table changed in this transaction: the door then demands an event.
CREATE FUNCTION notice_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM set_config('app.changed', TG_TABLE_NAME, true);
  RETURN NULL;
END $$;
