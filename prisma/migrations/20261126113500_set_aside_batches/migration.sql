-- Batches of events that a queue could not read: a corrupt row must not stop the others. lib/telemetry/commands/set-aside
-- names the queues. They have no model: SQL alone reads and writes them.
CREATE TABLE set_aside_batches (
  queue text NOT NULL,
  id bigint NOT NULL,
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  events integer NOT NULL,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL,
  error text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (queue, id)
);

-- Rows of the log that were set aside wait for nothing: ClickHouse does not get them.
ALTER TABLE direct_batches ADD COLUMN is_aside boolean NOT NULL DEFAULT false;
ALTER TABLE direct_spans ADD COLUMN is_aside boolean NOT NULL DEFAULT false;
