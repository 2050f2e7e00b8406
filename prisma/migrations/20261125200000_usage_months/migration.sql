-- Sums of usage by month (UTC), so that years are not read by day. Triggers keep them, as they keep `usage_days`.
CREATE TABLE usage_months (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  month timestamptz(3) NOT NULL,
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
  PRIMARY KEY (workspace_id, month, prompt_id, environment_id, version, model, key_id)
) WITH (fillfactor = 80);

-- What a statement added to days; of a change, the difference.
CREATE FUNCTION add_usage_to_months() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO usage_months (workspace_id, prompt_id, environment_id, month, version, model, key_id, interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed, refused, violations)
    SELECT workspace_id, prompt_id, environment_id, date_trunc('month', day, 'UTC') AS month, version, model, key_id, sum(interactions), sum(costed), sum(cost_usd), sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(uncosted_input_tokens), sum(uncosted_output_tokens), sum(completed), sum(failed), sum(refused), sum(violations)
    FROM new_days GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 4, 2, 3, 5, 6, 7
    ON CONFLICT (workspace_id, month, prompt_id, environment_id, version, model, key_id) DO UPDATE SET
      interactions = usage_months.interactions + excluded.interactions,
      costed = usage_months.costed + excluded.costed,
      cost_usd = usage_months.cost_usd + excluded.cost_usd,
      input_tokens = usage_months.input_tokens + excluded.input_tokens,
      output_tokens = usage_months.output_tokens + excluded.output_tokens,
      cached_tokens = usage_months.cached_tokens + excluded.cached_tokens,
      uncosted_input_tokens = usage_months.uncosted_input_tokens + excluded.uncosted_input_tokens,
      uncosted_output_tokens = usage_months.uncosted_output_tokens + excluded.uncosted_output_tokens,
      completed = usage_months.completed + excluded.completed,
      failed = usage_months.failed + excluded.failed,
      refused = usage_months.refused + excluded.refused,
      violations = usage_months.violations + excluded.violations;
  ELSE
    INSERT INTO usage_months (workspace_id, prompt_id, environment_id, month, version, model, key_id, interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed, refused, violations)
    SELECT workspace_id, prompt_id, environment_id, date_trunc('month', day, 'UTC') AS month, version, model, key_id, sum(interactions), sum(costed), sum(cost_usd), sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(uncosted_input_tokens), sum(uncosted_output_tokens), sum(completed), sum(failed), sum(refused), sum(violations)
    FROM (
      SELECT workspace_id, prompt_id, environment_id, day, version, model, key_id, interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed, refused, violations FROM new_days
      UNION ALL
      SELECT workspace_id, prompt_id, environment_id, day, version, model, key_id, -interactions, -costed, -cost_usd, -input_tokens, -output_tokens, -cached_tokens, -uncosted_input_tokens, -uncosted_output_tokens, -completed, -failed, -refused, -violations FROM old_days) d
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 4, 2, 3, 5, 6, 7
    ON CONFLICT (workspace_id, month, prompt_id, environment_id, version, model, key_id) DO UPDATE SET
      interactions = usage_months.interactions + excluded.interactions,
      costed = usage_months.costed + excluded.costed,
      cost_usd = usage_months.cost_usd + excluded.cost_usd,
      input_tokens = usage_months.input_tokens + excluded.input_tokens,
      output_tokens = usage_months.output_tokens + excluded.output_tokens,
      cached_tokens = usage_months.cached_tokens + excluded.cached_tokens,
      uncosted_input_tokens = usage_months.uncosted_input_tokens + excluded.uncosted_input_tokens,
      uncosted_output_tokens = usage_months.uncosted_output_tokens + excluded.uncosted_output_tokens,
      completed = usage_months.completed + excluded.completed,
      failed = usage_months.failed + excluded.failed,
      refused = usage_months.refused + excluded.refused,
      violations = usage_months.violations + excluded.violations;
  END IF;
  RETURN NULL;
END $$;
-- The triggers come first: they wait for whoever writes days, so that the months begin with all of them.
CREATE TRIGGER usage_days_added AFTER INSERT ON usage_days
  REFERENCING NEW TABLE AS new_days FOR EACH STATEMENT EXECUTE FUNCTION add_usage_to_months();
CREATE TRIGGER usage_days_changed AFTER UPDATE ON usage_days
  REFERENCING NEW TABLE AS new_days OLD TABLE AS old_days FOR EACH STATEMENT EXECUTE FUNCTION add_usage_to_months();

INSERT INTO usage_months (workspace_id, prompt_id, environment_id, month, version, model, key_id, interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed, refused, violations)
SELECT workspace_id, prompt_id, environment_id, date_trunc('month', day, 'UTC') AS month, version, model, key_id, sum(interactions), sum(costed), sum(cost_usd), sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(uncosted_input_tokens), sum(uncosted_output_tokens), sum(completed), sum(failed), sum(refused), sum(violations)
FROM usage_days GROUP BY 1, 2, 3, 4, 5, 6, 7;
