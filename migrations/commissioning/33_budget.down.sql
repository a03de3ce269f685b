DROP TABLE budget_line;
DROP TABLE award;
