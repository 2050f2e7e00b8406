-- Sums of usage by day (UTC), so that a year is not read by hour. Triggers keep them, because instances of two versions write
-- `usage_hours` side by side during an upgrade.
CREATE TABLE usage_days (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  day timestamptz(3) NOT NULL,
  version int NOT NULL,
  model text NOT NULL,
  key_id uuid NOT NULL,
  interactions bigint NOT NULL,
  costed bigint NOT NULL,
  cost_usd double precision NOT NULL,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_tokens bigint NOT NULL,
  uncosted_input_tokens bigint NOT NULL,
  uncosted_output_tokens bigint NOT NULL,
  completed bigint NOT NULL,
  failed bigint NOT NULL,
  refused bigint NOT NULL,
  violations bigint NOT NULL,
  PRIMARY KEY (workspace_id, day, prompt_id, environment_id, version, model, key_id)
) WITH (fillfactor = 80);

CREATE FUNCTION add_usage_to_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO usage_days (workspace_id, prompt_id, environment_id, day, version, model, key_id, interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed, refused, violations)
    SELECT workspace_id, prompt_id, environment_id, date_trunc('day', hour, 'UTC') AS day, version, model, key_id, sum(interactions), sum(costed), sum(cost_usd), sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(uncosted_input_tokens), sum(uncosted_output_tokens), sum(completed), sum(failed), sum(refused), sum(violations)
    FROM new_hours GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 4, 2, 3, 5, 6, 7
    ON CONFLICT (workspace_id, day, prompt_id, environment_id, version, model, key_id) DO UPDATE SET
      interactions = usage_days.interactions + excluded.interactions,
      costed = usage_days.costed + excluded.costed,
      cost_usd = usage_days.cost_usd + excluded.cost_usd,
      input_tokens = usage_days.input_tokens + excluded.input_tokens,
      output_tokens = usage_days.output_tokens + excluded.output_tokens,
      cached_tokens = usage_days.cached_tokens + excluded.cached_tokens,
      uncosted_input_tokens = usage_days.uncosted_input_tokens + excluded.uncosted_input_tokens,
      uncosted_output_tokens = usage_days.uncosted_output_tokens + excluded.uncosted_output_tokens,
      completed = usage_days.completed + excluded.completed,
      failed = usage_days.failed + excluded.failed,
      refused = usage_days.refused + excluded.refused,
      violations = usage_days.violations + excluded.violations;
  ELSE
    INSERT INTO usage_days (workspace_id, prompt_id, environment_id, day, version, model, key_id, interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed, refused, violations)
    SELECT workspace_id, prompt_id, environment_id, date_trunc('day', hour, 'UTC') AS day, version, model, key_id, sum(interactions), sum(costed), sum(cost_usd), sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(uncosted_input_tokens), sum(uncosted_output_tokens), sum(completed), sum(failed), sum(refused), sum(violations)
    FROM (
      SELECT workspace_id, prompt_id, environment_id, hour, version, model, key_id, interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed, refused, violations FROM new_hours
      UNION ALL
      SELECT workspace_id, prompt_id, environment_id, hour, version, model, key_id, -interactions, -costed, -cost_usd, -input_tokens, -output_tokens, -cached_tokens, -uncosted_input_tokens, -uncosted_output_tokens, -completed, -failed, -refused, -violations FROM old_hours) h
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 4, 2, 3, 5, 6, 7
    ON CONFLICT (workspace_id, day, prompt_id, environment_id, version, model, key_id) DO UPDATE SET
      interactions = usage_days.interactions + excluded.interactions,
      costed = usage_days.costed + excluded.costed,
      cost_usd = usage_days.cost_usd + excluded.cost_usd,
      input_tokens = usage_days.input_tokens + excluded.input_tokens,
      output_tokens = usage_days.output_tokens + excluded.output_tokens,
      cached_tokens = usage_days.cached_tokens + excluded.cached_tokens,
      uncosted_input_tokens = usage_days.uncosted_input_tokens + excluded.uncosted_input_tokens,
      uncosted_output_tokens = usage_days.uncosted_output_tokens + excluded.uncosted_output_tokens,
      completed = usage_days.completed + excluded.completed,
      failed = usage_days.failed + excluded.failed,
      refused = usage_days.refused + excluded.refused,
      violations = usage_days.violations + excluded.violations;
  END IF;
  RETURN NULL;
END $$;
-- The triggers come first: they wait for whoever writes hours, so that the days begin with all of them.
CREATE TRIGGER usage_hours_added AFTER INSERT ON usage_hours
  REFERENCING NEW TABLE AS new_hours FOR EACH STATEMENT EXECUTE FUNCTION add_usage_to_days();
CREATE TRIGGER usage_hours_changed AFTER UPDATE ON usage_hours
  REFERENCING NEW TABLE AS new_hours OLD TABLE AS old_hours FOR EACH STATEMENT EXECUTE FUNCTION add_usage_to_days();

INSERT INTO usage_days (workspace_id, prompt_id, environment_id, day, version, model, key_id, interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed, refused, violations)
SELECT workspace_id, prompt_id, environment_id, date_trunc('day', hour, 'UTC') AS day, version, model, key_id, sum(interactions), sum(costed), sum(cost_usd), sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(uncosted_input_tokens), sum(uncosted_output_tokens), sum(completed), sum(failed), sum(refused), sum(violations)
FROM usage_hours GROUP BY 1, 2, 3, 4, 5, 6, 7;
