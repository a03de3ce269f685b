DROP TABLE return_reminder;
