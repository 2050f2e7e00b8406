-- When the answer behind a score was first known here, and what the score said before its last change: so that answers
-- can be compared at the same age. Null for scores written before.
ALTER TABLE online_scores
  ADD COLUMN known_at timestamptz(3),
  ADD COLUMN before_value double precision,
  ADD COLUMN before_passed boolean;

-- α was the level of one look (0.001, about 1 % of weeks with a false alarm for eight metrics). It is now the level over
-- all looks, so the default that gives the same is 0.01.
ALTER TABLE guards ALTER COLUMN alpha SET DEFAULT 0.01;
UPDATE guards SET alpha = 0.01 WHERE alpha = 0.001;
