DROP TABLE supervision_note;
