DROP TABLE return_study;
DROP TABLE case_study;
