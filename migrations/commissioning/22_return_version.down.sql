DROP TABLE restatement_print;
DROP TABLE return_restatement;
DROP TABLE return_remark;
DROP TABLE return_print;
DROP TABLE return_words;
DROP TABLE return_cell;
DROP TABLE return_version;
