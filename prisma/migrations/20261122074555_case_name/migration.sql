-- AlterTable
ALTER TABLE "test_cases" ADD COLUMN     "name" TEXT NOT NULL DEFAULT '';
