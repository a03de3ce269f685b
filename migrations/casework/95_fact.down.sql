DROP INDEX ix_fact_own;
CREATE INDEX ix_fact_own ON fact (provider_id, side, kind, happened_on);
