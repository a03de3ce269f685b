DROP FUNCTION colleague_with_mail(text);
DROP TABLE imported_case;
DROP TABLE import_mapping;
DROP TABLE import_run;
