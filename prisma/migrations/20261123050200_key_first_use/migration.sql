-- AlterTable
ALTER TABLE "key_uses" ADD COLUMN     "first_used_at" TIMESTAMPTZ(3);
