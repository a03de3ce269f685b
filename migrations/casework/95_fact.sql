-- A provider's own figures are read from this index alone: its facts lie scattered in the table.
DROP INDEX ix_fact_own;
CREATE INDEX ix_fact_own ON fact (provider_id, side, kind, happened_on)
  INCLUDE (seq, commission_id, programme, code, audience, n, value, subject, referral, group_id, setting_id);
