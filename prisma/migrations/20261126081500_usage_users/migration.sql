-- How many users each prompt, version, model, environment and key had: per hour, day, week and month (UTC) a sketch of 12,288 bits,
-- of which each user sets one. The bits of several times are joined by OR, so a user who comes again counts once. No user can be
-- read from it. The job that counts users and sessions writes them. Hours stay for a month.
CREATE TABLE usage_users (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  -- 'hour', 'day', 'week' (from Monday) or 'month', and its start.
  unit text NOT NULL,
  at timestamptz(3) NOT NULL,
  -- 'environment', 'prompt', 'version', 'model' or 'key'. Columns that it does not name are null.
  dimension text NOT NULL,
  prompt_id uuid REFERENCES prompts (id) ON DELETE CASCADE,
  version int,
  model text,
  key_id uuid,
  bits bit varying NOT NULL
);
-- Few users set few bits, which compress well.
ALTER TABLE usage_users ALTER COLUMN bits SET STORAGE MAIN;
ALTER TABLE usage_users SET (toast_tuple_target = 128);
CREATE INDEX usage_users_times ON usage_users (workspace_id, dimension, unit, at);
CREATE INDEX usage_users_prompts ON usage_users (prompt_id);

-- How many interactions an hour had in `usage_hours` when its sketches were made. Null: it has none. Instances of the version
-- before count people without sketches, so their hours are counted again.
ALTER TABLE usage_people_hours ADD COLUMN users_of bigint;
