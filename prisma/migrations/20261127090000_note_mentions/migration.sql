-- A person whom a note about a request mentions. It waits in their inbox until they open the request.
CREATE TABLE "note_mentions" (
    "note_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "note_mentions_pkey" PRIMARY KEY ("note_id","user_id")
);

CREATE INDEX "note_mentions_workspace_id_user_id_idx" ON "note_mentions"("workspace_id", "user_id");

CREATE INDEX "note_mentions_user_id_idx" ON "note_mentions"("user_id");

ALTER TABLE "note_mentions" ADD CONSTRAINT "note_mentions_note_id_fkey" FOREIGN KEY ("note_id") REFERENCES "interaction_notes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "note_mentions" ADD CONSTRAINT "note_mentions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "note_mentions" ADD CONSTRAINT "note_mentions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
