-- CreateTable
CREATE TABLE "budgets" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID,
    "amount_usd" DOUBLE PRECISION NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "budgets_workspace_id_created_at_idx" ON "budgets"("workspace_id", "created_at");

-- AddForeignKey
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One budget for each prompt, and one for the whole workspace.
CREATE UNIQUE INDEX budgets_prompt ON budgets (workspace_id, prompt_id) WHERE prompt_id IS NOT NULL;
CREATE UNIQUE INDEX budgets_whole ON budgets (workspace_id) WHERE prompt_id IS NULL;
