-- CreateEnum
CREATE TYPE "mail_kind" AS ENUM ('review_asked', 'mentioned', 'review_answered', 'digest');

-- CreateEnum
CREATE TYPE "review_ask_kind" AS ENUM ('review', 'mention');

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "muted_mails" "mail_kind"[] DEFAULT ARRAY[]::"mail_kind"[];

-- CreateTable
CREATE TABLE "digests_sent" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "week" DATE NOT NULL,

    CONSTRAINT "digests_sent_pkey" PRIMARY KEY ("workspace_id","user_id","week")
);

-- CreateTable
CREATE TABLE "review_asks" (
    "workspace_id" UUID NOT NULL,
    "change_request_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "review_ask_kind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_asks_pkey" PRIMARY KEY ("change_request_id","user_id","kind")
);

-- CreateIndex
CREATE INDEX "review_asks_user_id_idx" ON "review_asks"("user_id");

-- AddForeignKey
ALTER TABLE "digests_sent" ADD CONSTRAINT "digests_sent_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digests_sent" ADD CONSTRAINT "digests_sent_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_asks" ADD CONSTRAINT "review_asks_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_asks" ADD CONSTRAINT "review_asks_change_request_id_fkey" FOREIGN KEY ("change_request_id") REFERENCES "change_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_asks" ADD CONSTRAINT "review_asks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
