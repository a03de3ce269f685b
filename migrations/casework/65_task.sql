-- Who gave a task to somebody.
ALTER TABLE task ADD COLUMN given_by_id UUID;
CREATE INDEX ix_task_given_by_id ON task (given_by_id);
ALTER TABLE task ADD CONSTRAINT fk_task_given_by_id FOREIGN KEY(given_by_id) REFERENCES account (id);
