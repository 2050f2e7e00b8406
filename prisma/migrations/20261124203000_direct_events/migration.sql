-- Answers that nothing in PostgreSQL reads one by one go to ClickHouse alone (lib/telemetry/store). These tables are
-- written and read by SQL alone.

ALTER TABLE event_forwarding
  -- Whether answers may go to ClickHouse alone, and when that was last switched.
  ADD COLUMN is_direct boolean NOT NULL DEFAULT false,
  ADD COLUMN direct_switched_at timestamptz(3);

-- The log of such answers: one row per stored statement, from its commit until ClickHouse has its answers. `id` is that of
-- `event_batches` and `forward_batches`. `answers` and `contents` are JSON arrays, told apart so that sums read no texts.
CREATE TABLE direct_batches (
  id bigint PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  key_id uuid,
  from_at timestamptz(3) NOT NULL,
  bytes bigint NOT NULL,
  answers text NOT NULL,
  contents text
);
CREATE INDEX direct_batches_workspace ON direct_batches (workspace_id);
-- Rows live for seconds: compression that costs less than the write it saves, where this PostgreSQL has it.
DO $$ BEGIN
  ALTER TABLE direct_batches ALTER COLUMN answers SET COMPRESSION lz4, ALTER COLUMN contents SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  ALTER TABLE direct_batches ALTER COLUMN answers SET STORAGE EXTERNAL;
END $$;

-- Interactions of such answers that were counted as a use, by a hash of their id: a second report is no second use.
CREATE TABLE direct_uses (
  workspace_id uuid NOT NULL,
  key uuid NOT NULL,
  -- Of the first report.
  batch_id bigint NOT NULL,
  counted_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, key)
);
CREATE INDEX direct_uses_counted_at ON direct_uses USING brin (counted_at) WITH (pages_per_range = 32);
