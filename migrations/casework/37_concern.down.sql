DROP TABLE mappa;
DROP TABLE dash_score;
DROP TABLE concern_action;
DROP TABLE concern;
