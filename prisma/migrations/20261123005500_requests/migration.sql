-- What an interaction can say of the call around it. All of it is optional: rows of applications that send none stay as small.
ALTER TABLE interactions
  ADD COLUMN kind smallint,
  ADD COLUMN key_id uuid,
  ADD COLUMN cached_tokens int,
  ADD COLUMN model text,
  ADD COLUMN session_id text,
  ADD COLUMN trace_id text,
  ADD COLUMN parent_id text,
  ADD COLUMN name text,
  ADD COLUMN error text,
  ADD COLUMN attributes jsonb;
-- The newest of a workspace. Events come nearly in order of time, so an entry is added at the right edge of the index.
CREATE INDEX interactions_recent ON interactions (workspace_id, at);
CREATE INDEX interactions_session ON interactions (workspace_id, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX interactions_trace ON interactions (workspace_id, trace_id) WHERE trace_id IS NOT NULL;

-- Sums of interactions by hour: what pages about usage, and the bars above a list, are drawn from. `key_id` is nil and
-- `model` empty where nobody said.
CREATE TABLE usage_hours (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  hour timestamptz(3) NOT NULL,
  version int NOT NULL,
  model text NOT NULL,
  key_id uuid NOT NULL,
  interactions bigint NOT NULL,
  -- Those that reported a cost.
  costed bigint NOT NULL,
  cost_usd double precision NOT NULL,
  -- Tokens of all, and of those that reported no cost: what a price is put on.
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_tokens bigint NOT NULL,
  uncosted_input_tokens bigint NOT NULL,
  uncosted_output_tokens bigint NOT NULL,
  completed bigint NOT NULL,
  failed bigint NOT NULL,
  refused bigint NOT NULL,
  violations bigint NOT NULL,
  PRIMARY KEY (workspace_id, hour, prompt_id, environment_id, version, model, key_id)
) WITH (fillfactor = 80);

-- How many interactions took how long, by day (UTC), in logarithmic buckets (lib/telemetry/usage-buckets.ts).
CREATE TABLE usage_times (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  day date NOT NULL,
  version int NOT NULL,
  bucket smallint NOT NULL,
  interactions bigint NOT NULL,
  PRIMARY KEY (workspace_id, day, prompt_id, environment_id, version, bucket)
) WITH (fillfactor = 80);

-- The hours before this migration, so that no page shows less than what is stored.
INSERT INTO usage_hours
SELECT i.workspace_id, i.prompt_id, i.environment_id, date_trunc('hour', i.at, 'UTC'), i.version, '',
  '00000000-0000-0000-0000-000000000000', count(*), count(cost_usd), coalesce(sum(cost_usd), 0),
  coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), 0,
  coalesce(sum(input_tokens) FILTER (WHERE cost_usd IS NULL), 0),
  coalesce(sum(output_tokens) FILTER (WHERE cost_usd IS NULL), 0),
  count(*) FILTER (WHERE completed), 0, count(*) FILTER (WHERE refused), count(*) FILTER (WHERE violation)
FROM interactions i
JOIN prompts p ON p.id = i.prompt_id AND p.workspace_id = i.workspace_id
JOIN environments e ON e.id = i.environment_id AND e.workspace_id = i.workspace_id
WHERE NOT EXISTS (SELECT FROM event_batches b WHERE b.id = i.batch_id)
GROUP BY 1, 2, 3, 4, 5;
INSERT INTO usage_times
SELECT i.workspace_id, i.prompt_id, i.environment_id, (i.at AT TIME ZONE 'UTC')::date, i.version,
  least(192, greatest(0, floor(ln(greatest(latency_ms, 1)) / ln(1.1))))::smallint, count(*)
FROM interactions i
JOIN prompts p ON p.id = i.prompt_id AND p.workspace_id = i.workspace_id
JOIN environments e ON e.id = i.environment_id AND e.workspace_id = i.workspace_id
WHERE latency_ms IS NOT NULL AND NOT EXISTS (SELECT FROM event_batches b WHERE b.id = i.batch_id)
GROUP BY 1, 2, 3, 4, 5, 6;

-- What people wrote about a request. The interaction's own row is in a partition that retention drops: no foreign key.
CREATE TABLE "interaction_notes" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "interaction_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "author_kind" "actor_kind" NOT NULL,
    "author_id" TEXT,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "interaction_notes_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "interaction_marks" (
    "workspace_id" UUID NOT NULL,
    "interaction_id" TEXT NOT NULL,
    "environment_id" UUID NOT NULL,
    "labels" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "reviewer_id" UUID,
    "review_asked_at" TIMESTAMPTZ(3),
    "review_asked_by" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "reviewed_by" TEXT,

    CONSTRAINT "interaction_marks_pkey" PRIMARY KEY ("workspace_id","interaction_id")
);

CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "interaction_notes_workspace_id_interaction_id_idx" ON "interaction_notes"("workspace_id", "interaction_id");
CREATE INDEX interaction_marks_open ON interaction_marks (workspace_id, reviewer_id) WHERE review_asked_at IS NOT NULL AND reviewed_at IS NULL;
CREATE INDEX "saved_views_workspace_id_created_at_idx" ON "saved_views"("workspace_id", "created_at");

ALTER TABLE "interaction_notes" ADD CONSTRAINT "interaction_notes_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "interaction_marks" ADD CONSTRAINT "interaction_marks_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
