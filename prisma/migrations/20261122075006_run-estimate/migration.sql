-- AlterTable
ALTER TABLE "evaluation_runs" ADD COLUMN     "estimated_cost_usd" DOUBLE PRECISION;
