-- CreateEnum
CREATE TYPE "suggested_act" AS ENUM ('replace', 'insert', 'remove');

-- AlterTable
ALTER TABLE "review_comments" ADD COLUMN     "accepted" BOOLEAN,
ADD COLUMN     "saved_in" INTEGER,
ADD COLUMN     "suggestion" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "suggests" "suggested_act";
