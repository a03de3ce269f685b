DROP TABLE competence;
DROP TABLE professional;
DROP TABLE relative;
