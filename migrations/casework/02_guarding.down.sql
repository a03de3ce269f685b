DROP TRIGGER guarding ON "case";
DROP FUNCTION guard_person();
