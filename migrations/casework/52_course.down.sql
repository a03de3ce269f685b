DROP TABLE school_break;
DROP TABLE group_waiting;
DROP TABLE group_facilitator;
