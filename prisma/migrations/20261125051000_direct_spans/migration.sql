-- Spans that go to ClickHouse alone, as answers do (direct_batches): one row per stored statement, from its commit until
-- ClickHouse has its spans. Written and read by SQL alone.
CREATE TABLE direct_spans (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  queued_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  from_at timestamptz(3) NOT NULL,
  count int NOT NULL,
  bytes bigint NOT NULL,
  -- Ids of their traces, by which a trace is read before its spans are moved.
  traces text[] NOT NULL,
  -- A JSON array of rows.
  spans text NOT NULL
);
CREATE INDEX direct_spans_workspace ON direct_spans (workspace_id);
DO $$ BEGIN
  ALTER TABLE direct_spans ALTER COLUMN spans SET COMPRESSION lz4, ALTER COLUMN traces SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  ALTER TABLE direct_spans ALTER COLUMN spans SET STORAGE EXTERNAL;
END $$;
