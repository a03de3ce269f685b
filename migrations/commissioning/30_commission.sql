-- How a commission came after another one, and what its funding is meant for.
ALTER TABLE commission ADD COLUMN follows_id UUID;
ALTER TABLE commission ADD COLUMN followed_how TEXT;
ALTER TABLE commission ADD CONSTRAINT ck_commission_followed_how CHECK (followed_how IS NULL OR followed_how IN ('renewed', 'retendered', 'handed-over'));
ALTER TABLE commission ADD CONSTRAINT ck_commission_follows CHECK ((follows_id IS NULL) = (followed_how IS NULL));
CREATE INDEX ix_commission_follows_id ON commission (follows_id);
ALTER TABLE commission ADD CONSTRAINT fk_commission_follows_id FOREIGN KEY(follows_id) REFERENCES commission (id);

-- What was bought so far is interventions.
ALTER TABLE commission_funding ADD COLUMN category TEXT;
UPDATE commission_funding SET category = 'interventions';
ALTER TABLE commission_funding ALTER COLUMN category SET NOT NULL;
ALTER TABLE commission_funding ADD CONSTRAINT ck_commission_funding_category CHECK (category IN ('interventions', 'team', 'data', 'evaluation', 'workforce', 'communications', 'other'));
ALTER TABLE commission_funding DROP CONSTRAINT pk_commission_funding;
ALTER TABLE commission_funding ADD CONSTRAINT pk_commission_funding PRIMARY KEY (commission_id, stream, category);
