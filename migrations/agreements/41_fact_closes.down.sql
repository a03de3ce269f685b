DROP INDEX ix_fact_closes;
CREATE INDEX ix_fact_closes ON fact (closes, stated_by);
DROP INDEX uq_fact_closes;
ALTER TABLE fact ADD CONSTRAINT uq_fact_closes UNIQUE (closes);
