-- CreateTable
CREATE TABLE "trust_checks" (
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "environment_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "users" INTEGER NOT NULL,
    "answers" INTEGER NOT NULL,
    "splits" INTEGER NOT NULL,
    "alpha" DOUBLE PRECISION NOT NULL,
    "metrics" JSONB NOT NULL,

    CONSTRAINT "trust_checks_pkey" PRIMARY KEY ("prompt_id","day")
);

-- CreateIndex
CREATE INDEX "trust_checks_workspace_id_day_idx" ON "trust_checks"("workspace_id", "day");

-- AddForeignKey
ALTER TABLE "trust_checks" ADD CONSTRAINT "trust_checks_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trust_checks" ADD CONSTRAINT "trust_checks_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trust_checks" ADD CONSTRAINT "trust_checks_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
