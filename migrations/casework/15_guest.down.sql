DROP TABLE guest_sender;
DROP TABLE guest_request;
-- With the row policies that ask it; `throughline migrate` makes policies anew each time.
DROP TABLE guest_link CASCADE;
DROP INDEX one_fact_of_a_guest;
ALTER TABLE membership DROP CONSTRAINT ck_membership_nobody_joins_guests;
ALTER TABLE commission DROP COLUMN takes_guests CASCADE;
