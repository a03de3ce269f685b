DROP TABLE identity_match;
DROP TABLE matching_agreement;
DROP TABLE joined_subject;
DROP TABLE person_link;
