DROP TABLE board_paper_made;
DROP TABLE board_paper_part;
DROP TABLE board_paper;
