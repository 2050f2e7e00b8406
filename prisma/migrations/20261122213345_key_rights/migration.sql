-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "owner_id" UUID,
ADD COLUMN     "parent_key_id" UUID,
ADD COLUMN     "rights" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "key_uses" (
    "key_id" UUID NOT NULL,
    "right" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_uses_pkey" PRIMARY KEY ("key_id","right")
);

-- CreateIndex
CREATE INDEX "api_keys_workspace_id_owner_id_idx" ON "api_keys"("workspace_id", "owner_id");

-- CreateIndex
CREATE INDEX "api_keys_parent_key_id_idx" ON "api_keys"("parent_key_id");

-- AddForeignKey
ALTER TABLE "key_uses" ADD CONSTRAINT "key_uses_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Keys made by people before this migration get the person who made them, as the audit log names them.
UPDATE "api_keys" k SET "owner_id" = a.actor_id::uuid
  FROM "audit_events" a
  WHERE a.workspace_id = k.workspace_id AND a.target_id = k.id::text AND a.action IN ('key.create', 'key.rotate')
    AND a.actor_kind = 'user' AND a.actor_id IS NOT NULL;
UPDATE "api_keys" k SET "parent_key_id" = a.actor_id::uuid
  FROM "audit_events" a
  WHERE a.workspace_id = k.workspace_id AND a.target_id = k.id::text AND a.action IN ('key.create', 'key.rotate')
    AND a.actor_kind = 'key' AND a.actor_id IS NOT NULL;
-- A key made by a key belongs to the owner of the first one.
WITH RECURSIVE tree AS (
  SELECT id, owner_id FROM "api_keys" WHERE parent_key_id IS NULL
  UNION ALL
  SELECT k.id, tree.owner_id FROM "api_keys" k JOIN tree ON k.parent_key_id = tree.id
)
UPDATE "api_keys" k SET "owner_id" = tree.owner_id FROM tree WHERE k.id = tree.id AND k.parent_key_id IS NOT NULL;
