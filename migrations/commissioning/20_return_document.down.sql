DROP TABLE return_document_version;
DROP TABLE return_document;
