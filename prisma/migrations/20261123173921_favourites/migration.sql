-- CreateTable
CREATE TABLE "favourites" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "favourites_pkey" PRIMARY KEY ("workspace_id","user_id","prompt_id")
);

-- CreateIndex
CREATE INDEX "favourites_prompt_id_idx" ON "favourites"("prompt_id");

-- AddForeignKey
ALTER TABLE "favourites" ADD CONSTRAINT "favourites_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "favourites" ADD CONSTRAINT "favourites_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "favourites" ADD CONSTRAINT "favourites_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
