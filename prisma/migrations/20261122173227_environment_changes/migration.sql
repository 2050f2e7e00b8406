-- CreateTable
CREATE TABLE "environment_changes" (
    "environment_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subjects" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_changes_pkey" PRIMARY KEY ("environment_id","epoch")
);

-- CreateIndex
CREATE INDEX "environment_changes_at_idx" ON "environment_changes"("at");

-- AddForeignKey
ALTER TABLE "environment_changes" ADD CONSTRAINT "environment_changes_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environment_changes" ADD CONSTRAINT "environment_changes_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
