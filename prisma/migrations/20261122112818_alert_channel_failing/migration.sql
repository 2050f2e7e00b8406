-- AlterTable
ALTER TABLE "alert_channels" ADD COLUMN     "failing_since" TIMESTAMPTZ(3);
