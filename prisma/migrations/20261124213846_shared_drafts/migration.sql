-- CreateTable
CREATE TABLE "shared_drafts" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "draft_copy_id" UUID,
    "base_version" INTEGER NOT NULL,
    "state" BYTEA NOT NULL,
    "state_seq" INTEGER NOT NULL DEFAULT 0,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "writers" UUID[] DEFAULT ARRAY[]::UUID[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "shared_drafts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shared_draft_updates" (
    "shared_draft_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "tab_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "update" BYTEA NOT NULL,

    CONSTRAINT "shared_draft_updates_pkey" PRIMARY KEY ("shared_draft_id","seq")
);

-- CreateTable
CREATE TABLE "shared_draft_people" (
    "shared_draft_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "tab_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "caret" JSONB,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "shared_draft_people_pkey" PRIMARY KEY ("shared_draft_id","tab_id")
);

-- CreateIndex
CREATE INDEX "shared_drafts_prompt_id_base_version_idx" ON "shared_drafts"("prompt_id", "base_version");

-- CreateIndex
CREATE UNIQUE INDEX "shared_draft_updates_shared_draft_id_tab_id_number_key" ON "shared_draft_updates"("shared_draft_id", "tab_id", "number");

-- CreateIndex
CREATE INDEX "shared_draft_people_user_id_idx" ON "shared_draft_people"("user_id");

-- AddForeignKey
ALTER TABLE "shared_drafts" ADD CONSTRAINT "shared_drafts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_drafts" ADD CONSTRAINT "shared_drafts_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_drafts" ADD CONSTRAINT "shared_drafts_draft_copy_id_fkey" FOREIGN KEY ("draft_copy_id") REFERENCES "draft_copies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_draft_updates" ADD CONSTRAINT "shared_draft_updates_shared_draft_id_fkey" FOREIGN KEY ("shared_draft_id") REFERENCES "shared_drafts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_draft_people" ADD CONSTRAINT "shared_draft_people_shared_draft_id_fkey" FOREIGN KEY ("shared_draft_id") REFERENCES "shared_drafts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_draft_people" ADD CONSTRAINT "shared_draft_people_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
