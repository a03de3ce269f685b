DROP TABLE variation_funding;
DROP TABLE commission_variation;
