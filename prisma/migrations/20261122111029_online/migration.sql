-- CreateEnum
CREATE TYPE "alert_severity" AS ENUM ('info', 'warning', 'critical');

-- CreateEnum
CREATE TYPE "alert_channel_kind" AS ENUM ('webhook', 'slack', 'email');

-- CreateEnum
CREATE TYPE "delivery_status" AS ENUM ('pending', 'delivered', 'failed');

-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "control_seed" TEXT,
ADD COLUMN     "control_share" DOUBLE PRECISION,
ADD COLUMN     "control_until" TIMESTAMPTZ(3),
ADD COLUMN     "control_version_id" UUID;

-- CreateTable
CREATE TABLE "online_evaluations" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "sample_rate" DOUBLE PRECISION NOT NULL DEFAULT 0.1,
    "minimum_per_version" INTEGER NOT NULL DEFAULT 200,
    "scorers" JSONB NOT NULL DEFAULT '[]',
    "daily_budget_usd" DOUBLE PRECISION,
    "updated_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "online_evaluations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "guards" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "metrics" JSONB NOT NULL,
    "window" INTEGER NOT NULL DEFAULT 1000,
    "alpha" DOUBLE PRECISION NOT NULL DEFAULT 0.001,
    "minimum_per_side" INTEGER NOT NULL DEFAULT 200,
    "critical" DOUBLE PRECISION NOT NULL DEFAULT 0.08,
    "cool_down_minutes" INTEGER NOT NULL DEFAULT 30,
    "rolls_back" BOOLEAN NOT NULL DEFAULT true,
    "control_share" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "control_hours" INTEGER NOT NULL DEFAULT 4,
    "updated_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "guards_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "guard_states" (
    "guard_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "state" JSONB NOT NULL,
    "checked_at" TIMESTAMPTZ(3),

    CONSTRAINT "guard_states_pkey" PRIMARY KEY ("guard_id")
);

-- CreateTable
CREATE TABLE "guard_checks" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "guard_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "revision" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "baseline_version" INTEGER,
    "outcome" TEXT NOT NULL,
    "findings" JSONB NOT NULL,

    CONSTRAINT "guard_checks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" "alert_severity" NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL DEFAULT '',
    "path" TEXT NOT NULL DEFAULT '',
    "prompt_id" UUID,
    "environment_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "dedupe_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alerts_seen" (
    "alert_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alerts_seen_pkey" PRIMARY KEY ("alert_id","user_id")
);

-- CreateTable
CREATE TABLE "alert_channels" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" "alert_channel_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "target_hint" TEXT NOT NULL,
    "signing_secret" TEXT,
    "minimum" "alert_severity" NOT NULL DEFAULT 'warning',
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" TEXT NOT NULL DEFAULT '',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_deliveries" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "alert_id" UUID,
    "status" "delivery_status" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT NOT NULL DEFAULT '',
    "duration_ms" INTEGER,
    "delivered_at" TIMESTAMPTZ(3),
    "replay_of_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "online_evaluations_prompt_id_environment_id_key" ON "online_evaluations"("prompt_id", "environment_id");

-- CreateIndex
CREATE INDEX "guards_workspace_id_idx" ON "guards"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "guards_prompt_id_environment_id_key" ON "guards"("prompt_id", "environment_id");

-- CreateIndex
CREATE INDEX "guard_checks_guard_id_at_idx" ON "guard_checks"("guard_id", "at" DESC);

-- CreateIndex
CREATE INDEX "alerts_workspace_id_at_idx" ON "alerts"("workspace_id", "at" DESC);

-- CreateIndex
CREATE INDEX "alerts_prompt_id_at_idx" ON "alerts"("prompt_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "alerts_workspace_id_dedupe_key_key" ON "alerts"("workspace_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "alert_channels_workspace_id_created_at_idx" ON "alert_channels"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "alert_deliveries_channel_id_created_at_idx" ON "alert_deliveries"("channel_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "online_evaluations" ADD CONSTRAINT "online_evaluations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "online_evaluations" ADD CONSTRAINT "online_evaluations_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "online_evaluations" ADD CONSTRAINT "online_evaluations_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guards" ADD CONSTRAINT "guards_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guards" ADD CONSTRAINT "guards_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guards" ADD CONSTRAINT "guards_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guard_states" ADD CONSTRAINT "guard_states_guard_id_fkey" FOREIGN KEY ("guard_id") REFERENCES "guards"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guard_checks" ADD CONSTRAINT "guard_checks_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guard_checks" ADD CONSTRAINT "guard_checks_guard_id_fkey" FOREIGN KEY ("guard_id") REFERENCES "guards"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts_seen" ADD CONSTRAINT "alerts_seen_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts_seen" ADD CONSTRAINT "alerts_seen_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_channels" ADD CONSTRAINT "alert_channels_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "alert_channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is scored of live answers. These tables are written and read by SQL alone (lib/evaluation/online, lib/guards).

-- Stored statements of events whose interactions the sampler has not seen yet. A row appears in the transaction in which
-- the rollup takes the batch off its own queue, and goes in the one that wrote the samples.
CREATE TABLE online_batches (
  id bigint PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL
);

-- Interactions that were chosen to be scored.
CREATE TABLE online_samples (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  interaction_id text NOT NULL,
  -- The event it came with: where its texts are found.
  event_id text NOT NULL,
  version int NOT NULL,
  variant text,
  user_id text,
  at timestamptz(3) NOT NULL,
  sampled_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Null: not every scorer has spoken yet. Whoever works on it holds it until then.
  scored_at timestamptz(3),
  claimed_until timestamptz(3),
  attempts smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (environment_id, interaction_id)
);
CREATE INDEX online_samples_open ON online_samples (sampled_at) WHERE scored_at IS NULL;
CREATE INDEX online_samples_version ON online_samples (prompt_id, environment_id, version, at DESC);
CREATE INDEX online_samples_age ON online_samples USING brin (at);

-- What one metric says of one interaction. A series is everything measured in the same way: another version of a scorer,
-- or another judge, begins a new one, and two series are never compared.
CREATE TABLE online_scores (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  interaction_id text NOT NULL,
  metric text NOT NULL,
  series text NOT NULL,
  version int NOT NULL,
  variant text,
  user_id text,
  at timestamptz(3) NOT NULL,
  -- A share from 0 to 1, or in the metric's unit; null: a judgement that gave no verdict.
  value double precision,
  -- Whether it is good enough; null for metrics that have no such line.
  passed boolean,
  explanation text NOT NULL DEFAULT '',
  cost_usd double precision,
  scored_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (environment_id, interaction_id, metric, series)
);
CREATE INDEX online_scores_newest ON online_scores (prompt_id, environment_id, metric, series, version, at DESC);
CREATE INDEX online_scores_age ON online_scores USING brin (at);

-- Sums of scores by the hour of their interaction: what charts are drawn from. Kept in step by whoever writes scores.
CREATE TABLE online_hours (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  metric text NOT NULL,
  series text NOT NULL,
  version int NOT NULL,
  hour timestamptz(3) NOT NULL,
  scores int NOT NULL,
  passed int NOT NULL,
  invalid int NOT NULL,
  value_sum double precision NOT NULL,
  square_sum double precision NOT NULL,
  PRIMARY KEY (prompt_id, environment_id, metric, series, version, hour)
);
CREATE INDEX online_hours_workspace ON online_hours (workspace_id, hour);

-- What a series is: the scorer as it was then, and who judged.
CREATE TABLE online_series (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  metric text NOT NULL,
  series text NOT NULL,
  label text NOT NULL,
  scorer jsonb,
  began_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (prompt_id, environment_id, metric, series)
);

-- What judging cost, by day (UTC).
CREATE TABLE online_spend (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
  day date NOT NULL,
  judgements int NOT NULL DEFAULT 0,
  invalid int NOT NULL DEFAULT 0,
  cost_usd double precision NOT NULL DEFAULT 0,
  PRIMARY KEY (prompt_id, environment_id, day)
);

-- What is due is looked for every second.
CREATE INDEX alert_deliveries_due ON alert_deliveries (available_at) WHERE status = 'pending';
