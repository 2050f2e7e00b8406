-- CreateEnum
CREATE TYPE "run_status" AS ENUM ('queued', 'running', 'finished', 'cancelled', 'failed');

-- CreateEnum
CREATE TYPE "run_trigger" AS ENUM ('manual', 'api', 'save', 'gate', 'baseline');

-- CreateEnum
CREATE TYPE "experiment_kind" AS ENUM ('ab', 'thompson', 'ucb1');

-- CreateEnum
CREATE TYPE "experiment_status" AS ENUM ('draft', 'running', 'stopped', 'concluded');

-- CreateEnum
CREATE TYPE "share_target" AS ENUM ('evaluation', 'experiment');

-- AlterTable
ALTER TABLE "provider_connections" ADD COLUMN     "max_concurrency" INTEGER NOT NULL DEFAULT 20;

-- AlterTable
ALTER TABLE "test_suites" ADD COLUMN     "scorers" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "evaluation_runs" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "suite_id" UUID NOT NULL,
    "suite_revision" INTEGER NOT NULL,
    "environment_id" UUID,
    "trigger" "run_trigger" NOT NULL,
    "model" JSONB NOT NULL,
    "is_own_model" BOOLEAN NOT NULL,
    "scorers" JSONB NOT NULL,
    "repeats" INTEGER NOT NULL,
    "concurrency" INTEGER NOT NULL,
    "budget_usd" DOUBLE PRECISION,
    "config_hash" TEXT NOT NULL,
    "baseline_version" INTEGER,
    "baseline_run_id" UUID,
    "status" "run_status" NOT NULL DEFAULT 'queued',
    "status_reason" TEXT NOT NULL DEFAULT '',
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "cost_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "is_cost_known" BOOLEAN NOT NULL DEFAULT true,
    "judgements" INTEGER NOT NULL DEFAULT 0,
    "invalid_judgements" INTEGER NOT NULL DEFAULT 0,
    "dimensions" JSONB,
    "promotion" JSONB,
    "cancelled_at" TIMESTAMPTZ(3),
    "created_by_kind" "actor_kind" NOT NULL,
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "evaluation_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evaluation_answers" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "repeat" INTEGER NOT NULL,
    "output" TEXT,
    "tool_calls" JSONB,
    "finish_reason" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "latency_ms" INTEGER,
    "ttft_ms" INTEGER,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "cost_usd" DOUBLE PRECISION,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "scores" JSONB NOT NULL DEFAULT '[]',
    "answered_at" TIMESTAMPTZ(3),
    "scored_at" TIMESTAMPTZ(3),

    CONSTRAINT "evaluation_answers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evaluation_results" (
    "run_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "case_key" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "accuracy" DOUBLE PRECISION,
    "format" DOUBLE PRECISION,
    "safety" DOUBLE PRECISION,
    "consistency" DOUBLE PRECISION,
    "accuracy_ok" BOOLEAN,
    "format_ok" BOOLEAN,
    "safety_ok" BOOLEAN,
    "consistency_ok" BOOLEAN,
    "answers" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "judgements" INTEGER NOT NULL,
    "invalid" INTEGER NOT NULL,
    "latency_ms" DOUBLE PRECISION,
    "cost_usd" DOUBLE PRECISION,

    CONSTRAINT "evaluation_results_pkey" PRIMARY KEY ("run_id","case_key")
);

-- CreateTable
CREATE TABLE "evaluation_leases" (
    "workspace_id" UUID NOT NULL,
    "holder" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evaluation_leases_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "gate_policies" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "suite_id" UUID NOT NULL,
    "minimums" JSONB NOT NULL,
    "is_not_worse" BOOLEAN NOT NULL DEFAULT true,
    "alpha" DOUBLE PRECISION NOT NULL DEFAULT 0.05,
    "repeats" INTEGER NOT NULL DEFAULT 1,
    "model" JSONB,
    "concurrency" INTEGER NOT NULL DEFAULT 10,
    "budget_usd" DOUBLE PRECISION,
    "run_on_save" BOOLEAN NOT NULL DEFAULT false,
    "auto_promote" BOOLEAN NOT NULL DEFAULT false,
    "updated_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gate_policies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "share_links" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "target" "share_target" NOT NULL,
    "target_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "share_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiments" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hypothesis" TEXT NOT NULL DEFAULT '',
    "kind" "experiment_kind" NOT NULL,
    "status" "experiment_status" NOT NULL DEFAULT 'draft',
    "plan" JSONB NOT NULL,
    "phase" INTEGER NOT NULL DEFAULT 0,
    "required_per_variant" INTEGER,
    "exclusive_group" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT NOT NULL DEFAULT '',
    "decision" JSONB,
    "created_by_kind" "actor_kind" NOT NULL,
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "experiments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment_phases" (
    "workspace_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "seed" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "started_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "experiment_phases_pkey" PRIMARY KEY ("experiment_id","number")
);

-- CreateTable
CREATE TABLE "experiment_weights" (
    "workspace_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "phase" INTEGER NOT NULL,
    "batch" INTEGER NOT NULL,
    "weights" JSONB NOT NULL,
    "evidence" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "experiment_weights_pkey" PRIMARY KEY ("experiment_id","phase","batch")
);

-- CreateTable
CREATE TABLE "experiment_units" (
    "workspace_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "phase" INTEGER NOT NULL,
    "unit_id" TEXT NOT NULL,
    "variant" TEXT NOT NULL,
    "propensity" DOUBLE PRECISION NOT NULL,
    "batch" INTEGER NOT NULL,
    "exposed_at" TIMESTAMPTZ(3) NOT NULL,
    "is_in_two_arms" BOOLEAN NOT NULL DEFAULT false,
    "interactions" INTEGER NOT NULL DEFAULT 0,
    "completions_known" INTEGER NOT NULL DEFAULT 0,
    "completions" INTEGER NOT NULL DEFAULT 0,
    "thumbs_given" INTEGER NOT NULL DEFAULT 0,
    "thumbs_up" INTEGER NOT NULL DEFAULT 0,
    "stars_given" INTEGER NOT NULL DEFAULT 0,
    "stars_sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "edits" INTEGER NOT NULL DEFAULT 0,
    "regenerations" INTEGER NOT NULL DEFAULT 0,
    "refusals" INTEGER NOT NULL DEFAULT 0,
    "violations" INTEGER NOT NULL DEFAULT 0,
    "latency_count" INTEGER NOT NULL DEFAULT 0,
    "latency_sum_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "ttft_count" INTEGER NOT NULL DEFAULT 0,
    "ttft_sum_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "cost_count" INTEGER NOT NULL DEFAULT 0,
    "cost_sum_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "experiment_units_pkey" PRIMARY KEY ("experiment_id","phase","unit_id")
);

-- CreateTable
CREATE TABLE "experiment_snapshots" (
    "workspace_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "phase" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "totals" JSONB NOT NULL,

    CONSTRAINT "experiment_snapshots_pkey" PRIMARY KEY ("experiment_id","phase","at")
);

-- CreateIndex
CREATE INDEX "evaluation_runs_workspace_id_created_at_idx" ON "evaluation_runs"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "evaluation_runs_prompt_id_version_config_hash_idx" ON "evaluation_runs"("prompt_id", "version", "config_hash");

-- CreateIndex
CREATE INDEX "evaluation_runs_suite_id_idx" ON "evaluation_runs"("suite_id");

-- CreateIndex
CREATE INDEX "evaluation_answers_run_id_position_idx" ON "evaluation_answers"("run_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "evaluation_answers_run_id_case_id_repeat_key" ON "evaluation_answers"("run_id", "case_id", "repeat");

-- CreateIndex
CREATE INDEX "gate_policies_suite_id_idx" ON "gate_policies"("suite_id");

-- CreateIndex
CREATE UNIQUE INDEX "gate_policies_prompt_id_environment_id_key" ON "gate_policies"("prompt_id", "environment_id");

-- CreateIndex
CREATE UNIQUE INDEX "share_links_token_hash_key" ON "share_links"("token_hash");

-- CreateIndex
CREATE INDEX "share_links_workspace_id_target_target_id_idx" ON "share_links"("workspace_id", "target", "target_id");

-- CreateIndex
CREATE INDEX "experiments_workspace_id_status_updated_at_idx" ON "experiments"("workspace_id", "status", "updated_at");

-- CreateIndex
CREATE INDEX "experiments_prompt_id_environment_id_idx" ON "experiments"("prompt_id", "environment_id");

-- AddForeignKey
ALTER TABLE "evaluation_runs" ADD CONSTRAINT "evaluation_runs_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_runs" ADD CONSTRAINT "evaluation_runs_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_runs" ADD CONSTRAINT "evaluation_runs_suite_id_fkey" FOREIGN KEY ("suite_id") REFERENCES "test_suites"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_runs" ADD CONSTRAINT "evaluation_runs_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_answers" ADD CONSTRAINT "evaluation_answers_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_answers" ADD CONSTRAINT "evaluation_answers_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "evaluation_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_answers" ADD CONSTRAINT "evaluation_answers_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "test_cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_results" ADD CONSTRAINT "evaluation_results_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_results" ADD CONSTRAINT "evaluation_results_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "evaluation_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_results" ADD CONSTRAINT "evaluation_results_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "test_cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_leases" ADD CONSTRAINT "evaluation_leases_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_policies" ADD CONSTRAINT "gate_policies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_policies" ADD CONSTRAINT "gate_policies_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_policies" ADD CONSTRAINT "gate_policies_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_policies" ADD CONSTRAINT "gate_policies_suite_id_fkey" FOREIGN KEY ("suite_id") REFERENCES "test_suites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiments" ADD CONSTRAINT "experiments_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiments" ADD CONSTRAINT "experiments_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiments" ADD CONSTRAINT "experiments_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_phases" ADD CONSTRAINT "experiment_phases_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_phases" ADD CONSTRAINT "experiment_phases_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_weights" ADD CONSTRAINT "experiment_weights_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_weights" ADD CONSTRAINT "experiment_weights_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_units" ADD CONSTRAINT "experiment_units_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_units" ADD CONSTRAINT "experiment_units_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_snapshots" ADD CONSTRAINT "experiment_snapshots_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_snapshots" ADD CONSTRAINT "experiment_snapshots_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rules the database keeps by itself.

-- Whoever asks for the same evaluation at the same moment gets the same run.
CREATE UNIQUE INDEX evaluation_runs_unfinished ON evaluation_runs (prompt_id, version, config_hash)
  WHERE status IN ('queued', 'running') AND trigger IN ('save', 'gate', 'baseline');
CREATE INDEX evaluation_runs_waiting ON evaluation_runs (workspace_id, created_at) WHERE status IN ('queued', 'running');
CREATE INDEX evaluation_answers_open ON evaluation_answers (run_id, position, repeat) WHERE scored_at IS NULL;

ALTER TABLE evaluation_runs
  ADD CONSTRAINT evaluation_runs_repeats CHECK (repeats BETWEEN 1 AND 10),
  ADD CONSTRAINT evaluation_runs_concurrency CHECK (concurrency BETWEEN 1 AND 100),
  ADD CONSTRAINT evaluation_runs_budget CHECK (budget_usd IS NULL OR budget_usd > 0);
ALTER TABLE provider_connections ADD CONSTRAINT provider_connections_concurrency CHECK (max_concurrency BETWEEN 1 AND 1000);

-- One experiment at a time on a prompt in an environment.
CREATE UNIQUE INDEX experiments_running ON experiments (prompt_id, environment_id) WHERE status = 'running';

-- A frozen plan is frozen: a phase may only be ended, weights are only added.
CREATE FUNCTION refuse_phase_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.experiment_id, NEW.number, NEW.seed, NEW.plan, NEW.plan_hash, NEW.started_at)
     IS DISTINCT FROM (OLD.experiment_id, OLD.number, OLD.seed, OLD.plan, OLD.plan_hash, OLD.started_at) THEN
    RAISE EXCEPTION 'a phase of an experiment cannot be changed, only ended';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER experiment_phases_frozen BEFORE UPDATE ON experiment_phases
  FOR EACH ROW EXECUTE FUNCTION refuse_phase_change();
CREATE TRIGGER experiment_weights_append_only BEFORE UPDATE ON experiment_weights
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
