DROP TABLE safety_plan;
DROP TABLE risk_rating;
DROP TABLE assessment;
