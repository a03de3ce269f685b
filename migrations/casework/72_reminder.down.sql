DROP TABLE reminder_choice;
DROP TABLE reminder;
