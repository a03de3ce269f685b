-- That somebody was reminded of a task on a day: the key keeps it from happening twice.
CREATE TABLE reminder (
  task_id UUID NOT NULL,
  on_day DATE NOT NULL,
  CONSTRAINT pk_reminder PRIMARY KEY (task_id, on_day)
);
ALTER TABLE reminder ADD CONSTRAINT fk_reminder_task_id FOREIGN KEY(task_id) REFERENCES task (id);
-- Somebody said whether they want mails about tasks; without a row they get them.
CREATE TABLE reminder_choice (
  account_id UUID NOT NULL,
  by_mail BOOLEAN NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_reminder_choice PRIMARY KEY (account_id)
);
ALTER TABLE reminder_choice ADD CONSTRAINT fk_reminder_choice_account_id FOREIGN KEY(account_id) REFERENCES account (id);
