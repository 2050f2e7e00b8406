-- AlterTable
ALTER TABLE "oidc_trusts" ADD COLUMN     "parent_key_id" UUID;

-- CreateIndex
CREATE INDEX "oidc_trusts_parent_key_id_idx" ON "oidc_trusts"("parent_key_id");
