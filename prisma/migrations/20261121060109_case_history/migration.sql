-- AlterTable
ALTER TABLE "test_cases" ADD COLUMN     "placeholders" JSONB;
