-- AlterTable
ALTER TABLE "working_drafts" ADD COLUMN     "set_aside_at" TIMESTAMPTZ(3);

-- One draft in work for each version started from; those set aside stand beside it.
DROP INDEX working_drafts_one;
CREATE UNIQUE INDEX working_drafts_one ON working_drafts (prompt_id, user_id, draft_copy_id, base_version) NULLS NOT DISTINCT
  WHERE set_aside_at IS NULL;
