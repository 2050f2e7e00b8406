-- CreateTable
CREATE TABLE "workspace_domains" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "verified_at" TIMESTAMPTZ(3),
    "join_role" "role",

    CONSTRAINT "workspace_domains_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "workspace_domains_domain_idx" ON "workspace_domains"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_domains_workspace_id_domain_key" ON "workspace_domains"("workspace_id", "domain");

-- AddForeignKey
ALTER TABLE "workspace_domains" ADD CONSTRAINT "workspace_domains_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
