-- AlterTable
ALTER TABLE "environments" ADD COLUMN     "former_names" TEXT[] DEFAULT ARRAY[]::TEXT[];
