-- AlterEnum
ALTER TYPE "share_target" ADD VALUE 'request';

-- CreateTable
CREATE TABLE "shared_requests" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "interaction_id" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "parts" TEXT[],
    "fingerprint" TEXT NOT NULL,

    CONSTRAINT "shared_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "shared_requests_workspace_id_interaction_id_idx" ON "shared_requests"("workspace_id", "interaction_id");

-- CreateIndex
CREATE INDEX "shared_requests_environment_id_idx" ON "shared_requests"("environment_id");

-- AddForeignKey
ALTER TABLE "shared_requests" ADD CONSTRAINT "shared_requests_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_requests" ADD CONSTRAINT "shared_requests_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
