DROP TABLE calendar_feed;
DROP TABLE absence;
