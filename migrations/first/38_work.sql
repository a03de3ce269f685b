-- A note on a case. It is corrected by an addendum (`adds_to_id`), never changed.
CREATE TABLE note (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  by_id UUID NOT NULL,
  words BYTEA NOT NULL,
  adds_to_id UUID,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_note PRIMARY KEY (id)
);
CREATE INDEX ix_note_adds_to_id ON note (adds_to_id);
CREATE INDEX ix_note_by_id ON note (by_id);
CREATE INDEX ix_note_case ON note (case_id, organisation_id, commission_id, side, restricted);

-- A note from one shift to the next at a site.
CREATE TABLE handover (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  side TEXT NOT NULL,
  setting_id UUID,
  by_id UUID NOT NULL,
  words BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_handover PRIMARY KEY (id)
);
CREATE INDEX ix_handover_by_id ON handover (by_id);
CREATE INDEX ix_handover_list ON handover (organisation_id, side, made_at);
CREATE INDEX ix_handover_setting_id ON handover (setting_id);

-- A standard that runs for a referral or the case it became, until its milestone or its deadline.
CREATE TABLE clock (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  referral_id UUID NOT NULL,
  case_id UUID,
  name TEXT NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE NOT NULL,
  stopped_at TIMESTAMP WITH TIME ZONE,
  void BOOLEAN NOT NULL,
  CONSTRAINT pk_clock PRIMARY KEY (id),
  CONSTRAINT ck_clock_side CHECK (side IN ('', 'perpetrator', 'partner'))
);
CREATE INDEX ix_clock_case ON clock (case_id);
CREATE INDEX ix_clock_commission_id ON clock (commission_id);
CREATE INDEX ix_clock_referral_id ON clock (referral_id);
CREATE INDEX ix_clock_running ON clock (organisation_id, side, due_at) WHERE stopped_at IS NULL;
CREATE UNIQUE INDEX one_clock_of_a_name ON clock (organisation_id, side, referral_id, name);

-- Something due on a case.
CREATE TABLE task (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  account_id UUID,
  kind TEXT NOT NULL,
  words BYTEA,
  due_on DATE NOT NULL,
  done_at TIMESTAMP WITH TIME ZONE,
  done_by_id UUID,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_task PRIMARY KEY (id),
  CONSTRAINT ck_task_done_by_somebody CHECK (done_at IS NULL OR done_by_id IS NOT NULL)
);
CREATE INDEX ix_task_account_id ON task (account_id);
CREATE INDEX ix_task_case ON task (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_task_done_by_id ON task (done_by_id);
CREATE INDEX ix_task_open ON task (organisation_id, side, account_id, due_on) WHERE done_at IS NULL;
