-- Keys of answers in the log that tell again of an interaction that was counted before; null: none. The rollup says so, and
-- ClickHouse is told.
ALTER TABLE direct_batches ADD COLUMN repeats uuid[];
