DROP TABLE return_file;
DROP TABLE return_answer;
DROP TABLE quarter_return;
