-- A paper in the making: its figures stay those of `known_at` until somebody asks for newer ones.
CREATE TABLE board_paper (
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  account_id UUID NOT NULL,
  title TEXT NOT NULL,
  quarter TEXT NOT NULL,
  within TEXT NOT NULL,
  known_at BIGINT NOT NULL,
  known_on TIMESTAMP WITH TIME ZONE NOT NULL,
  begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_board_paper PRIMARY KEY (id),
  CONSTRAINT ck_board_paper_quarter CHECK (quarter ~ '^20[0-9]{2}-[1-4]$')
);
CREATE INDEX ix_board_paper_account_id ON board_paper (account_id);
CREATE INDEX ix_board_paper_list ON board_paper (organisation_id, begun_at);
ALTER TABLE board_paper ADD CONSTRAINT fk_board_paper_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE board_paper ADD CONSTRAINT fk_board_paper_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
-- One section of a paper, with what is said about it. The section `introduction` has no figures.
CREATE TABLE board_paper_part (
  paper_id UUID NOT NULL,
  section TEXT NOT NULL,
  words TEXT NOT NULL,
  CONSTRAINT pk_board_paper_part PRIMARY KEY (paper_id, section)
);
ALTER TABLE board_paper_part ADD CONSTRAINT fk_board_paper_part_paper_id FOREIGN KEY(paper_id) REFERENCES board_paper (id);
-- A paper as it was made: everything printed in it, once and for all. Insert-only.
CREATE TABLE board_paper_made (
  paper_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  account_id UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  content JSONB NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT pk_board_paper_made PRIMARY KEY (paper_id)
);
CREATE INDEX ix_board_paper_made_account_id ON board_paper_made (account_id);
CREATE INDEX ix_board_paper_made_organisation_id ON board_paper_made (organisation_id);
ALTER TABLE board_paper_made ADD CONSTRAINT fk_board_paper_made_account_id FOREIGN KEY(account_id) REFERENCES account (id);
ALTER TABLE board_paper_made ADD CONSTRAINT fk_board_paper_made_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE board_paper_made ADD CONSTRAINT fk_board_paper_made_paper_id FOREIGN KEY(paper_id) REFERENCES board_paper (id);
