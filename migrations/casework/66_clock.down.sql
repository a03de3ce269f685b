ALTER TABLE clock DROP CONSTRAINT ck_clock_paused_keeps_what_is_left;
ALTER TABLE clock DROP COLUMN paused_minutes, DROP COLUMN left_seconds, DROP COLUMN pause_reason, DROP COLUMN paused_at;
