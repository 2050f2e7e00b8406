-- Stored statements of events whose users experiments are still to count. A row appears in the transaction in which the
-- rollup takes the batch off its first queue, and goes in the one that counted these users.
CREATE TABLE experiment_batches (
  id bigint PRIMARY KEY,
  workspace_id uuid NOT NULL,
  events int NOT NULL,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL
);

-- Histograms of times: one row for each group of users, with as many counts as buckets. Rows of `experiment_times` hold
-- one bucket each; they are read with these, and none is written any more.
CREATE TABLE experiment_histograms (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  phase int NOT NULL,
  variant text NOT NULL,
  is_ttft boolean NOT NULL,
  user_group smallint NOT NULL,
  buckets smallint[] NOT NULL,
  counts bigint[] NOT NULL,
  PRIMARY KEY (experiment_id, phase, variant, is_ttft, user_group)
) WITH (fillfactor = 70);
