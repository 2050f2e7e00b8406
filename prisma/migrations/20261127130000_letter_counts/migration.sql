-- How many people an actor told by mentions and requests for review within an hour.
CREATE TABLE "letter_counts" (
    "workspace_id" UUID NOT NULL,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "letter_counts_pkey" PRIMARY KEY ("workspace_id","actor_kind","actor_id")
);

-- AddForeignKey
ALTER TABLE "letter_counts" ADD CONSTRAINT "letter_counts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
