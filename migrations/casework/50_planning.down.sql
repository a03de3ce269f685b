DROP TABLE offer_attempt;
DROP TABLE session_cap;
DROP TABLE session_move;
ALTER TABLE attendance DROP COLUMN outcome;
DROP INDEX ix_session_series;
ALTER TABLE session DROP COLUMN series_id;
ALTER TABLE session DROP COLUMN catch_up;
