-- What users and sessions used: of each hour, and of each day before today (UTC), the costliest of an environment, and
-- the others together. Rows of a time are written anew when more of it was counted. Hours stay for a month.
CREATE TABLE usage_people (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  at timestamptz(3) NOT NULL,
  -- 1 or 24.
  hours smallint NOT NULL,
  is_session boolean NOT NULL,
  -- Empty: answers that name nobody. Null: all others together, of whom none cost more than `cut_usd`.
  name text,
  cut_usd double precision NOT NULL,
  interactions bigint NOT NULL,
  -- Reported, or tokens at list prices of when they were counted; of it what was not reported.
  cost_usd double precision NOT NULL,
  priced_usd double precision NOT NULL,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_tokens bigint NOT NULL,
  completed bigint NOT NULL,
  failed bigint NOT NULL
);
CREATE INDEX usage_people_times ON usage_people (workspace_id, is_session, hours, at);
CREATE INDEX usage_people_names ON usage_people (workspace_id, name);

-- How many interactions an hour had in `usage_hours` when its people were counted: another number now, and it is counted again.
CREATE TABLE usage_people_hours (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  hour timestamptz(3) NOT NULL,
  interactions bigint NOT NULL,
  counted_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, hour)
);
