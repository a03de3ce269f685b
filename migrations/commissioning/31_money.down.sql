DROP TABLE commission_target;
DROP TABLE spend_statement;
DROP TABLE profile_quarter;
DROP TABLE spend_profile;
DROP FUNCTION profile_adds_up();
