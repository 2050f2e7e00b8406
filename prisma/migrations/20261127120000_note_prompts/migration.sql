-- The prompt of the request that a note is about, for the inbox of one prompt.
ALTER TABLE "interaction_notes" ADD COLUMN "prompt_id" UUID;
