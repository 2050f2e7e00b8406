-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "deletion_at" TIMESTAMPTZ(3);
