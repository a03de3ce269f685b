-- What a head count counts or a register lists: a course, a class, a mentor group, a route in a term.
CREATE TABLE "group" (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  setting_id UUID,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  audience TEXT NOT NULL,
  year_group TEXT,
  starts_on DATE NOT NULL,
  ends_on DATE,
  size INTEGER,
  CONSTRAINT pk_group PRIMARY KEY (id),
  CONSTRAINT ck_group_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT ck_group_days_in_order CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
CREATE INDEX ix_group_commission_id ON "group" (commission_id);
CREATE INDEX ix_group_list ON "group" (organisation_id, side, commission_id);
CREATE INDEX ix_group_setting_id ON "group" (setting_id);

-- A named case on a course.
CREATE TABLE group_member (
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  group_id UUID NOT NULL,
  joined_on DATE NOT NULL,
  left_on DATE,
  CONSTRAINT pk_group_member PRIMARY KEY (id),
  CONSTRAINT uq_group_member_group_id_case_id UNIQUE (group_id, case_id)
);
CREATE INDEX ix_group_member_case ON group_member (case_id, organisation_id, commission_id, side, restricted);

-- A session; who came hangs on it as attendance (named) or head counts (nobody named).
CREATE TABLE session (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  shape TEXT NOT NULL,
  kind TEXT NOT NULL,
  method TEXT,
  purpose TEXT,
  state TEXT NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  minutes INTEGER,
  setting_id UUID,
  place TEXT,
  group_id UUID,
  module INTEGER,
  led_by_id UUID NOT NULL,
  cancelled_by TEXT,
  checked_in_at TIMESTAMP WITH TIME ZONE,
  checked_out_at TIMESTAMP WITH TIME ZONE,
  staff INTEGER,
  counters JSONB NOT NULL,
  note BYTEA,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_session PRIMARY KEY (id),
  CONSTRAINT ck_session_shape CHECK (shape IN ('individual', 'group', 'universal', 'training')),
  CONSTRAINT ck_session_state CHECK (state IN ('planned', 'held', 'cancelled')),
  CONSTRAINT ck_session_side CHECK (side IN ('', 'perpetrator', 'partner')),
  CONSTRAINT uq_session_id_organisation_id_commission_id_side UNIQUE (id, organisation_id, commission_id, side),
  CONSTRAINT ck_session_minutes CHECK (minutes IS NULL OR minutes BETWEEN 0 AND 1440),
  CONSTRAINT ck_session_cancelled_has_whom CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL))
);
CREATE INDEX ix_session_commission_id ON session (commission_id);
CREATE INDEX ix_session_day ON session (organisation_id, side, starts_at);
CREATE INDEX ix_session_group_id ON session (group_id);
CREATE INDEX ix_session_led ON session (organisation_id, side, led_by_id, starts_at);
CREATE INDEX ix_session_led_by_id ON session (led_by_id);
CREATE INDEX ix_session_setting_id ON session (setting_id);

-- One named case in one session. The note about this person stays with the case.
CREATE TABLE attendance (
  version INTEGER NOT NULL,
  case_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  restricted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  session_id UUID NOT NULL,
  status TEXT NOT NULL,
  note BYTEA,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_attendance PRIMARY KEY (id),
  CONSTRAINT ck_attendance_status CHECK (status IN ('expected', 'attended', 'late', 'late-not-seen', 'did-not-attend', 'not-brought', 'cancelled-by-person', 'cancelled-by-provider')),
  CONSTRAINT uq_attendance_session_id_case_id UNIQUE (session_id, case_id)
);
CREATE INDEX ix_attendance_case ON attendance (case_id, organisation_id, commission_id, side, restricted);
CREATE INDEX ix_attendance_session ON attendance (session_id, organisation_id, commission_id, side);

-- How many came, by audience; nobody is named. `basis` says counted or estimated.
CREATE TABLE headcount (
  id UUID NOT NULL,
  session_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  group_id UUID,
  basis TEXT NOT NULL,
  audience TEXT NOT NULL,
  year_group TEXT,
  sex TEXT NOT NULL,
  n INTEGER NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_headcount PRIMARY KEY (id),
  CONSTRAINT ck_headcount_n CHECK (n BETWEEN 0 AND 100000),
  CONSTRAINT ck_headcount_basis CHECK (basis IN ('headcount', 'estimate'))
);
CREATE INDEX ix_headcount_group_id ON headcount (group_id);
CREATE INDEX ix_headcount_session ON headcount (session_id, organisation_id, commission_id, side);

-- Something that happened on a route, shift or session. First names are not needed.
CREATE TABLE incident (
  id UUID NOT NULL,
  session_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  commission_id UUID NOT NULL,
  side TEXT NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  happened_at TIMESTAMP WITH TIME ZONE NOT NULL,
  de_escalated BOOLEAN,
  told JSONB NOT NULL,
  weapon_seen BOOLEAN,
  note BYTEA,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_incident PRIMARY KEY (id)
);
CREATE INDEX ix_incident_session ON incident (session_id, organisation_id, commission_id, side);
