DROP TABLE figure_answer;
DROP TABLE figure_question;
