-- AlterTable
ALTER TABLE "experiments" ADD COLUMN     "finding" JSONB;

-- CreateTable
CREATE TABLE "experiment_memos" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "phase" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "result" TEXT NOT NULL DEFAULT '',
    "sentence" TEXT NOT NULL DEFAULT '',
    "trade_off" TEXT NOT NULL DEFAULT '',
    "variant" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "release_id" UUID,
    "reason" TEXT NOT NULL DEFAULT '',
    "difference" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,
    "confidence" DOUBLE PRECISION,
    "standard_error" DOUBLE PRECISION,
    "users" INTEGER NOT NULL DEFAULT 0,
    "decided_by_kind" "actor_kind" NOT NULL,
    "decided_by_id" TEXT,
    "decided_by_name" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "experiment_memos_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "experiment_memos_experiment_id_key" ON "experiment_memos"("experiment_id");

-- CreateIndex
CREATE INDEX "experiment_memos_workspace_id_decided_at_idx" ON "experiment_memos"("workspace_id", "decided_at" DESC);

-- CreateIndex
CREATE INDEX "experiment_memos_prompt_id_environment_id_metric_decided_at_idx" ON "experiment_memos"("prompt_id", "environment_id", "metric", "decided_at");

-- AddForeignKey
ALTER TABLE "experiment_memos" ADD CONSTRAINT "experiment_memos_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_memos" ADD CONSTRAINT "experiment_memos_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_memos" ADD CONSTRAINT "experiment_memos_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_memos" ADD CONSTRAINT "experiment_memos_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Experiments that were concluded before: what is known of them, without numbers.
INSERT INTO "experiment_memos" ("id", "workspace_id", "experiment_id", "prompt_id", "environment_id", "phase", "name", "question",
  "metric", "sentence", "variant", "version", "release_id", "reason", "decided_by_kind", "decided_by_name", "decided_at")
SELECT gen_random_uuid(), x."workspace_id", x."id", x."prompt_id", x."environment_id", x."phase", x."name", x."hypothesis",
  x."plan"->>'primaryMetric', coalesce((SELECT r."evidence"->>'verdict' FROM "releases" r
    WHERE r."workspace_id" = x."workspace_id" AND r."id" = (x."decision"->>'release')::uuid), ''),
  x."decision"->>'variant', (x."decision"->>'version')::int, (x."decision"->>'release')::uuid, coalesce(x."decision"->>'reason', ''),
  'user', x."decision"->>'by', (x."decision"->>'at')::timestamptz
FROM "experiments" x WHERE x."decision" IS NOT NULL;
