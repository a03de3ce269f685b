-- What stood in an earlier case of the same person is taken over row by row: which row it was. The
-- earlier case may be erased before the later one, so nothing hangs on it.
ALTER TABLE relative ADD COLUMN taken_from_id UUID;
ALTER TABLE professional ADD COLUMN taken_from_id UUID;
ALTER TABLE label ADD COLUMN taken_from_id UUID;
CREATE UNIQUE INDEX relative_taken_once ON relative (taken_from_id, case_id) WHERE taken_from_id IS NOT NULL;
CREATE UNIQUE INDEX professional_taken_once ON professional (taken_from_id, case_id) WHERE taken_from_id IS NOT NULL;
CREATE UNIQUE INDEX label_taken_once ON label (taken_from_id, case_id) WHERE taken_from_id IS NOT NULL;
