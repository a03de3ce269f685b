-- One follow-up of a closed case: the case stays closed, what was heard is kept here.
CREATE TABLE follow_up (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  task_id UUID NOT NULL,
  months INTEGER NOT NULL,
  asked_on DATE NOT NULL,
  method TEXT,
  result TEXT NOT NULL,
  words BYTEA,
  by_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_follow_up PRIMARY KEY (id),
  CONSTRAINT ck_follow_up_result CHECK (result IN ('reached', 'not-reached', 'did-not-want', 'not-safe'))
);
CREATE INDEX ix_follow_up_by_id ON follow_up (by_id);
CREATE INDEX ix_follow_up_case ON follow_up (case_id, organisation_id, commission_id, side, restricted);
CREATE UNIQUE INDEX one_follow_up_of_a_task ON follow_up (task_id);
ALTER TABLE follow_up ADD CONSTRAINT fk_follow_up_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE follow_up ADD CONSTRAINT fk_follow_up_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE follow_up ADD CONSTRAINT fk_follow_up_task_id FOREIGN KEY(task_id) REFERENCES task (id);
