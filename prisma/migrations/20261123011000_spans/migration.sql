-- Spans of traces, as OpenTelemetry has them, by the month in which they began. A span that names a prompt is an
-- interaction as well; the others are steps around it.
CREATE TABLE spans (
  at timestamptz(3) NOT NULL,
  workspace_id uuid NOT NULL,
  environment_id uuid NOT NULL,
  kind smallint,
  duration_ms double precision NOT NULL,
  ttft_ms double precision,
  cost_usd double precision,
  input_tokens int,
  output_tokens int,
  cached_tokens int,
  trace_id text NOT NULL,
  span_id text NOT NULL,
  parent_id text,
  name text NOT NULL,
  service text,
  model text,
  session_id text,
  user_id text,
  error text,
  interaction_id text,
  attributes jsonb,
  input json,
  output json,
  PRIMARY KEY (workspace_id, trace_id, span_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX spans_session ON spans (workspace_id, session_id, at) WHERE session_id IS NOT NULL;

CREATE OR REPLACE FUNCTION create_event_partitions(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  parent text;
  child text;
  first_day date := date_trunc('month', month)::date;
BEGIN
  FOREACH parent IN ARRAY ARRAY['interactions', 'interaction_contents', 'feedback', 'spans'] LOOP
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

-- Retention knows the new table.
CREATE OR REPLACE FUNCTION clear_event_partition(partition_name text, is_dropped boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE c.relname = partition_name AND i.inhparent IN (
      'interactions'::regclass, 'interaction_contents'::regclass, 'feedback'::regclass, 'spans'::regclass)
  ) THEN RETURN; END IF;
  IF is_dropped THEN
    EXECUTE format('DROP TABLE %I', partition_name);
  ELSE
    EXECUTE format('TRUNCATE %I', partition_name);
  END IF;
END $$;
