-- The rollup counts batches that were set aside again: first after a minute, then after twice the time before.
-- `tries` is how often it failed. Without `retry_at` a batch is due.
ALTER TABLE set_aside_batches ADD COLUMN tries integer NOT NULL DEFAULT 1;
ALTER TABLE set_aside_batches ADD COLUMN retry_at timestamptz(3);
