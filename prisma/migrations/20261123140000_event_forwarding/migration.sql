-- Answers are copied to ClickHouse where there is one (lib/telemetry/store). These tables are written and read by SQL alone.

-- One row, from the first round of a worker that knows a ClickHouse on: from then on what is stored is queued.
CREATE TABLE event_forwarding (
  is_on boolean PRIMARY KEY DEFAULT true CHECK (is_on),
  started_at timestamptz(3) NOT NULL DEFAULT now(),
  -- When a worker that knows a ClickHouse last ran.
  seen_at timestamptz(3) NOT NULL DEFAULT now(),
  -- What was stored before: batches from this one on, and spans from this instant on, are copied. The newest come first.
  batches_from bigint NOT NULL DEFAULT 9223372036854775807,
  spans_from timestamptz(3) NOT NULL DEFAULT now() + interval '1 day',
  -- When all of that was copied.
  copied_at timestamptz(3),
  -- Rises by one with each round: of two copies of a row the one of the later round counts.
  revision bigint NOT NULL DEFAULT 0
);

-- Stored statements of events that were not copied yet. A row appears in the transaction in which the rollup takes the
-- batch off its own queue, and goes when ClickHouse has the copy.
CREATE TABLE forward_batches (
  id bigint PRIMARY KEY,
  workspace_id uuid NOT NULL,
  events int NOT NULL,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL,
  queued_at timestamptz(3) NOT NULL DEFAULT now()
);

-- What else is to be done in ClickHouse, in this order. `keys` are those of `kind`:
--   scores: ids of interactions with new scores; traces: ids of traces with new spans; workspace: none, it is gone;
--   user: a deletion's id, the user's id, the name that takes its place, and the instant up to which.
-- No foreign key: a workspace that is gone is queued here.
CREATE TABLE forward_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  kind text NOT NULL,
  keys text[] NOT NULL,
  queued_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION queue_scored() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM event_forwarding) THEN
    INSERT INTO forward_changes (workspace_id, kind, keys)
    SELECT workspace_id, 'scores', array_agg(DISTINCT interaction_id) FROM changed GROUP BY workspace_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER online_scores_added AFTER INSERT ON online_scores
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_scored();
CREATE TRIGGER online_scores_changed AFTER UPDATE ON online_scores
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_scored();

CREATE FUNCTION queue_gone_workspaces() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM event_forwarding) THEN
    INSERT INTO forward_changes (workspace_id, kind, keys) SELECT id, 'workspace', '{}' FROM gone;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER workspaces_gone AFTER DELETE ON workspaces
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION queue_gone_workspaces();
