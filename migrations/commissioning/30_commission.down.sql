-- A stream is one amount again. (Row policies are gone by now; without this the owner would see none.)
ALTER TABLE commission_funding NO FORCE ROW LEVEL SECURITY;
UPDATE commission_funding f SET amount = s.amount FROM (
  SELECT commission_id, stream, min(category) AS category, sum(amount) AS amount
  FROM commission_funding GROUP BY commission_id, stream) s
WHERE f.commission_id = s.commission_id AND f.stream = s.stream AND f.category = s.category;
DELETE FROM commission_funding f WHERE EXISTS (SELECT FROM commission_funding g
  WHERE g.commission_id = f.commission_id AND g.stream = f.stream AND g.category < f.category);
ALTER TABLE commission_funding FORCE ROW LEVEL SECURITY;
ALTER TABLE commission_funding DROP CONSTRAINT pk_commission_funding;
ALTER TABLE commission_funding DROP COLUMN category;
ALTER TABLE commission_funding ADD CONSTRAINT pk_commission_funding PRIMARY KEY (commission_id, stream);
ALTER TABLE commission DROP COLUMN followed_how;
ALTER TABLE commission DROP COLUMN follows_id;
