-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "token_hash" TEXT,
ADD COLUMN     "trust_id" UUID;

-- CreateTable
CREATE TABLE "oidc_trusts" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "conditions" JSONB NOT NULL,
    "rights" TEXT[],
    "all_environments" BOOLEAN NOT NULL DEFAULT false,
    "environment_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "owner_id" UUID,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "oidc_trusts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "oidc_trusts_workspace_id_name_key" ON "oidc_trusts"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_token_hash_key" ON "api_keys"("token_hash");

-- CreateIndex
CREATE INDEX "api_keys_trust_id_idx" ON "api_keys"("trust_id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_trust_id_fkey" FOREIGN KEY ("trust_id") REFERENCES "oidc_trusts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oidc_trusts" ADD CONSTRAINT "oidc_trusts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
