-- AlterTable
ALTER TABLE "evaluation_runs" ADD COLUMN     "case_limit" INTEGER;
