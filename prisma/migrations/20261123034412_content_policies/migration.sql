-- CreateTable
CREATE TABLE "content_policies" (
    "environment_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "content_share" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "rules" JSONB NOT NULL DEFAULT '[]',
    "fields" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "content_days" INTEGER,
    "event_days" INTEGER,
    "contents_cleared_to" TIMESTAMPTZ(3),
    "events_cleared_to" TIMESTAMPTZ(3),
    "updated_by_name" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "content_policies_pkey" PRIMARY KEY ("environment_id")
);

-- CreateTable
CREATE TABLE "data_deletions" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "user_hash" TEXT NOT NULL,
    "user_id" TEXT,
    "stand_in" TEXT,
    "requested_by_kind" "actor_kind" NOT NULL,
    "requested_by_id" TEXT,
    "requested_by_name" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "erased_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "counts" JSONB NOT NULL DEFAULT '{}',
    "cases" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "data_deletions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "content_policies_workspace_id_idx" ON "content_policies"("workspace_id");

-- CreateIndex
CREATE INDEX "data_deletions_workspace_id_requested_at_idx" ON "data_deletions"("workspace_id", "requested_at" DESC);

-- AddForeignKey
ALTER TABLE "content_policies" ADD CONSTRAINT "content_policies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_policies" ADD CONSTRAINT "content_policies_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_deletions" ADD CONSTRAINT "data_deletions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One deletion of a user at a time: whoever asks again gets the one that is under way.
CREATE UNIQUE INDEX data_deletions_open ON data_deletions (workspace_id, user_hash) WHERE done_at IS NULL;

-- Why an interaction has not what was sent (lib/telemetry/content-policy.ts); null: it has, or nothing was sent.
ALTER TABLE interactions ADD COLUMN content_mark smallint;

-- Retention of one environment looks for spans by time.
-- A user's spans are deleted on request.
CREATE INDEX spans_user ON spans (workspace_id, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX spans_age ON spans USING brin (at);
