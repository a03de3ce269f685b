DROP TABLE edition_proof;
DROP TABLE edition_cell;
DROP TABLE edition_table;
DROP TABLE edition_order;
DROP TABLE edition;
