-- CreateTable
CREATE TABLE "control_ends" (
    "release_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "ended_by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "control_ends_pkey" PRIMARY KEY ("release_id")
);

-- AddForeignKey
ALTER TABLE "control_ends" ADD CONSTRAINT "control_ends_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "control_ends" ADD CONSTRAINT "control_ends_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "releases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
