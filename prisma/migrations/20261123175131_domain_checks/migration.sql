-- AlterTable
ALTER TABLE "workspace_domains" ADD COLUMN     "checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "missed_checks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "missing_since" TIMESTAMPTZ(3);
