DROP TABLE plan_review;
DROP TABLE goal_step;
