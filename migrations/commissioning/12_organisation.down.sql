ALTER TABLE organisation DROP COLUMN small_below;
