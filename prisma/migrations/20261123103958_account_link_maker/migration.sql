-- AlterTable
ALTER TABLE "account_links" ADD COLUMN     "made_by_id" UUID;
