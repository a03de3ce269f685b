DROP TABLE sharing_decision;
DROP TABLE processing_basis;
DROP TABLE service_agreement;
