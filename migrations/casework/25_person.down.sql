DROP TABLE contact_change;
ALTER TABLE safe_contact DROP COLUMN may_write, DROP COLUMN other_phones, DROP COLUMN postcode_key,
  DROP COLUMN interpreter, DROP COLUMN access_needs;
-- Policies that read the column go with it; `throughline migrate` makes policies anew each time.
ALTER TABLE person DROP COLUMN name_letters, DROP COLUMN match_key, DROP COLUMN guarded CASCADE;
