-- A commissioner's question to one of its providers. The answer is words, not a figure of ours.
CREATE TABLE figure_question (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  provider_id UUID NOT NULL,
  side TEXT NOT NULL,
  words BYTEA NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  asked_by_id UUID NOT NULL,
  asked_as BYTEA NOT NULL,
  CONSTRAINT pk_figure_question PRIMARY KEY (id),
  CONSTRAINT ck_figure_question_side CHECK (side IN ('', 'perpetrator', 'partner'))
);
CREATE INDEX ix_figure_question_asked_by_id ON figure_question (asked_by_id);
CREATE INDEX ix_figure_question_organisation_id ON figure_question (organisation_id, asked_at);
CREATE INDEX ix_figure_question_provider_id ON figure_question (provider_id, asked_at);
ALTER TABLE figure_question ADD CONSTRAINT fk_figure_question_asked_by_id FOREIGN KEY(asked_by_id) REFERENCES account (id);
ALTER TABLE figure_question ADD CONSTRAINT fk_figure_question_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE figure_question ADD CONSTRAINT fk_figure_question_provider_id FOREIGN KEY(provider_id) REFERENCES organisation (id);
-- Something said on the thread of a question, by either of the two.
CREATE TABLE figure_answer (
  id UUID NOT NULL,
  question_id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  words BYTEA NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  said_by_id UUID NOT NULL,
  said_as BYTEA NOT NULL,
  CONSTRAINT pk_figure_answer PRIMARY KEY (id)
);
CREATE INDEX ix_figure_answer_organisation_id ON figure_answer (organisation_id);
CREATE INDEX ix_figure_answer_question_id ON figure_answer (question_id);
CREATE INDEX ix_figure_answer_said_by_id ON figure_answer (said_by_id);
ALTER TABLE figure_answer ADD CONSTRAINT fk_figure_answer_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id);
ALTER TABLE figure_answer ADD CONSTRAINT fk_figure_answer_question_id FOREIGN KEY(question_id) REFERENCES figure_question (id);
ALTER TABLE figure_answer ADD CONSTRAINT fk_figure_answer_said_by_id FOREIGN KEY(said_by_id) REFERENCES account (id);
