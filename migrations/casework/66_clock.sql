-- A clock may rest, and keeps what was left of it.
ALTER TABLE clock ADD COLUMN paused_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE clock ADD COLUMN pause_reason TEXT;
ALTER TABLE clock ADD COLUMN left_seconds INTEGER;
ALTER TABLE clock ADD COLUMN paused_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clock ALTER COLUMN paused_minutes DROP DEFAULT;
ALTER TABLE clock ADD CONSTRAINT ck_clock_paused_keeps_what_is_left
  CHECK ((paused_at IS NULL) = (left_seconds IS NULL) AND (paused_at IS NULL) = (pause_reason IS NULL));
