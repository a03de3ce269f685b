-- One step towards a goal: what, who does it (list `step-by`), by when, and when it was done.
CREATE TABLE goal_step (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  goal_id UUID NOT NULL,
  words BYTEA NOT NULL,
  who TEXT NOT NULL,
  by_day DATE,
  done_on DATE,
  done_by_id UUID,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_goal_step PRIMARY KEY (id),
  CONSTRAINT ck_goal_step_done_by_somebody CHECK ((done_on IS NULL) = (done_by_id IS NULL))
);
CREATE INDEX ix_goal_step_case ON goal_step (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_goal_step_done_by_id ON goal_step (done_by_id);
CREATE INDEX ix_goal_step_goal_id ON goal_step (goal_id);
ALTER TABLE goal_step ADD CONSTRAINT fk_goal_step_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
ALTER TABLE goal_step ADD CONSTRAINT fk_goal_step_done_by_id FOREIGN KEY(done_by_id) REFERENCES account (id);
ALTER TABLE goal_step ADD CONSTRAINT fk_goal_step_goal_id FOREIGN KEY(goal_id) REFERENCES goal (id);
-- A plan was looked at: with whom (list `review-with`), what changed, when again.
CREATE TABLE plan_review (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  held_on DATE NOT NULL,
  with_whom TEXT NOT NULL,
  changed BYTEA NOT NULL,
  person_view BYTEA,
  next_on DATE,
  as_it_stood BYTEA NOT NULL,
  by_id UUID NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_plan_review PRIMARY KEY (id),
  CONSTRAINT ck_plan_review_next_is_later CHECK (next_on IS NULL OR next_on > held_on)
);
CREATE INDEX ix_plan_review_by_id ON plan_review (by_id);
CREATE INDEX ix_plan_review_case ON plan_review (case_id, organisation_id, commission_id, side, restricted);
ALTER TABLE plan_review ADD CONSTRAINT fk_plan_review_by_id FOREIGN KEY(by_id) REFERENCES account (id);
ALTER TABLE plan_review ADD CONSTRAINT fk_plan_review_case FOREIGN KEY(case_id, organisation_id, commission_id, side, restricted) REFERENCES "case" (id, organisation_id, commission_id, side, restricted) ON UPDATE CASCADE;
