-- Sums of response times by month (UTC), so that a year is not read by day. Triggers keep them, because instances of two
-- versions write `usage_times` side by side during an upgrade.
CREATE TABLE usage_time_months (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  month date NOT NULL,
  version int NOT NULL,
  bucket smallint NOT NULL,
  interactions bigint NOT NULL,
  PRIMARY KEY (workspace_id, month, prompt_id, environment_id, version, bucket)
) WITH (fillfactor = 80);

-- What a statement added to days; of a change, the difference.
CREATE FUNCTION add_usage_times_to_months() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO usage_time_months (workspace_id, prompt_id, environment_id, month, version, bucket, interactions)
    SELECT workspace_id, prompt_id, environment_id, date_trunc('month', day::timestamp)::date AS month, version, bucket, sum(interactions)
    FROM new_times GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 4, 2, 3, 5, 6
    ON CONFLICT (workspace_id, month, prompt_id, environment_id, version, bucket)
      DO UPDATE SET interactions = usage_time_months.interactions + excluded.interactions;
  ELSE
    INSERT INTO usage_time_months (workspace_id, prompt_id, environment_id, month, version, bucket, interactions)
    SELECT workspace_id, prompt_id, environment_id, date_trunc('month', day::timestamp)::date AS month, version, bucket, sum(interactions)
    FROM (
      SELECT workspace_id, prompt_id, environment_id, day, version, bucket, interactions FROM new_times
      UNION ALL
      SELECT workspace_id, prompt_id, environment_id, day, version, bucket, -interactions FROM old_times) t
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 4, 2, 3, 5, 6
    ON CONFLICT (workspace_id, month, prompt_id, environment_id, version, bucket)
      DO UPDATE SET interactions = usage_time_months.interactions + excluded.interactions;
  END IF;
  RETURN NULL;
END $$;
-- The triggers come first: they wait for whoever writes days, so that the months begin with all of them.
CREATE TRIGGER usage_times_added AFTER INSERT ON usage_times
  REFERENCING NEW TABLE AS new_times FOR EACH STATEMENT EXECUTE FUNCTION add_usage_times_to_months();
CREATE TRIGGER usage_times_changed AFTER UPDATE ON usage_times
  REFERENCING NEW TABLE AS new_times OLD TABLE AS old_times FOR EACH STATEMENT EXECUTE FUNCTION add_usage_times_to_months();

INSERT INTO usage_time_months (workspace_id, prompt_id, environment_id, month, version, bucket, interactions)
SELECT workspace_id, prompt_id, environment_id, date_trunc('month', day::timestamp)::date AS month, version, bucket, sum(interactions)
FROM usage_times GROUP BY 1, 2, 3, 4, 5, 6;
