-- Few facts end another one: an index of all others would only be written to.
ALTER TABLE fact DROP CONSTRAINT uq_fact_closes;
CREATE UNIQUE INDEX uq_fact_closes ON fact (closes) WHERE closes IS NOT NULL;
DROP INDEX ix_fact_closes;
CREATE INDEX ix_fact_closes ON fact (closes, stated_by) WHERE closes IS NOT NULL;
