-- What applications send back. These tables are written and read by SQL alone (lib/telemetry, lib/experiments/rollup): the
-- first three are partitioned by the month of `at` and have no default partition, so nothing can pile up unseen in one.

-- An event is known by its id: here, for as long as it may come again. The fingerprint tells a retry from another event.
CREATE TABLE event_keys (
  workspace_id uuid NOT NULL,
  key uuid NOT NULL,
  is_feedback boolean NOT NULL,
  fingerprint uuid NOT NULL,
  stored_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, key, is_feedback)
);
CREATE INDEX event_keys_stored_at ON event_keys USING brin (stored_at) WITH (pages_per_range = 32);

-- One row per stored statement: the queue of the rollup. A row appears when its events are committed, and goes in the
-- transaction that counted them, so none is missed and none is counted twice.
CREATE TABLE event_batches (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  events int NOT NULL,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL
);

CREATE TABLE interactions (
  at timestamptz(3) NOT NULL,
  batch_id bigint NOT NULL,
  workspace_id uuid NOT NULL,
  prompt_id uuid NOT NULL,
  environment_id uuid NOT NULL,
  version int NOT NULL,
  completed boolean,
  refused boolean,
  violation boolean,
  has_content boolean NOT NULL,
  latency_ms double precision,
  ttft_ms double precision,
  cost_usd double precision,
  input_tokens int,
  output_tokens int,
  id text NOT NULL,
  interaction_id text NOT NULL,
  user_id text
) PARTITION BY RANGE (at);
CREATE INDEX interactions_batch ON interactions (batch_id);
CREATE INDEX interactions_interaction ON interactions (workspace_id, interaction_id);
CREATE INDEX interactions_time ON interactions (prompt_id, environment_id, at);
CREATE INDEX interactions_user ON interactions (prompt_id, user_id, at) WHERE user_id IS NOT NULL;

-- What went in and came out, apart: it is large, seldom read, and may be kept for a shorter time.
CREATE TABLE interaction_contents (
  at timestamptz(3) NOT NULL,
  workspace_id uuid NOT NULL,
  id text NOT NULL,
  input json,
  output json
) PARTITION BY RANGE (at);
CREATE INDEX interaction_contents_id ON interaction_contents (workspace_id, id);

CREATE TABLE feedback (
  at timestamptz(3) NOT NULL,
  batch_id bigint NOT NULL,
  workspace_id uuid NOT NULL,
  -- The environments of the key that sent it; null for all. It counts only for interactions in one of them.
  environment_ids uuid[],
  thumbs_up boolean,
  edited boolean,
  regenerated boolean,
  completed boolean,
  stars smallint,
  id text NOT NULL,
  interaction_id text NOT NULL,
  comment text
) PARTITION BY RANGE (at);
CREATE INDEX feedback_batch ON feedback (batch_id);
CREATE INDEX feedback_interaction ON feedback (workspace_id, interaction_id);

-- Makes the partitions of a month (UTC), unless they are there.
CREATE FUNCTION create_event_partitions(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  child text;
  first_day date := date_trunc('month', month)::date;
BEGIN
  FOREACH parent IN ARRAY ARRAY['interactions', 'interaction_contents', 'feedback'] LOOP
    child := parent || '_' || to_char(first_day, 'YYYYMM');
    IF to_regclass(child) IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtext('understudy event partitions'));
      EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent,
        first_day || ' 00:00:00+00', (first_day + interval '1 month')::date || ' 00:00:00+00');
    END IF;
  END LOOP;
END $$;
SELECT create_event_partitions((date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => m))::date)
  FROM generate_series(-1, 2) AS m;

-- How often a version was used, by day (UTC).
CREATE TABLE prompt_uses (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  day date NOT NULL,
  version int NOT NULL,
  interactions bigint NOT NULL,
  PRIMARY KEY (prompt_id, environment_id, day, version)
);
CREATE INDEX prompt_uses_workspace ON prompt_uses (workspace_id, day);

-- The 1,024 smallest hashes of a day's user ids: as many people as there are hashes, or an estimate within some 3 %.
CREATE TABLE prompt_people (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  day date NOT NULL,
  hashes bigint[] NOT NULL,
  PRIMARY KEY (prompt_id, environment_id, day)
);

-- Whether the sums of the experiment know this user as the row stands.
ALTER TABLE "experiment_units" ADD COLUMN "is_counted" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX experiment_units_uncounted ON experiment_units (experiment_id, phase) WHERE NOT is_counted;

-- Sums over an arm's users by the day they were first exposed (the order of the numbers: lib/experiments/rollup/sums.ts).
CREATE TABLE experiment_sums (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  phase int NOT NULL,
  variant text NOT NULL,
  day date NOT NULL,
  sums double precision[] NOT NULL,
  PRIMARY KEY (experiment_id, phase, variant, day)
);

-- Times of an arm's interactions: counts in logarithmic buckets, by random group of users.
CREATE TABLE experiment_times (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  phase int NOT NULL,
  variant text NOT NULL,
  is_ttft boolean NOT NULL,
  user_group smallint NOT NULL,
  bucket smallint NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (experiment_id, phase, variant, is_ttft, user_group, bucket)
) WITH (fillfactor = 70);
