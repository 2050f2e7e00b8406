-- AlterTable
ALTER TABLE "users" ADD COLUMN     "demo_of_id" UUID;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "demo_for_id" UUID,
ADD COLUMN     "fill_until" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "users_demo_of_id_idx" ON "users"("demo_of_id");

-- CreateIndex
CREATE UNIQUE INDEX "workspaces_demo_for_id_key" ON "workspaces"("demo_for_id");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_demo_of_id_fkey" FOREIGN KEY ("demo_of_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workspaces" ADD CONSTRAINT "workspaces_demo_for_id_fkey" FOREIGN KEY ("demo_for_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
