-- CreateEnum
CREATE TYPE "draft_copy_status" AS ENUM ('open', 'merged', 'closed');

-- CreateEnum
CREATE TYPE "change_request_status" AS ENUM ('open', 'released', 'closed');

-- CreateEnum
CREATE TYPE "review_event_kind" AS ENUM ('opened', 'approved', 'changes-requested', 'commented', 'amended', 'updated', 'closed', 'reopened', 'released');

-- CreateEnum
CREATE TYPE "provider_kind" AS ENUM ('openai', 'anthropic', 'google', 'openai-compatible');

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "sessions_valid_from" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "last_change_request" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "environments" ADD COLUMN     "required_approvals" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "prompts" ADD COLUMN     "last_number" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "search_vector" tsvector;

-- AlterTable
ALTER TABLE "versions" ADD COLUMN     "draft_copy_id" UUID,
ADD COLUMN     "merged_number" INTEGER;

-- CreateTable
CREATE TABLE "user_identities" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_identities_pkey" PRIMARY KEY ("provider","subject")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by_id" TEXT,
    "invited_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_aliases" (
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prompt_id" UUID NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prompt_aliases_pkey" PRIMARY KEY ("workspace_id","name")
);

-- CreateTable
CREATE TABLE "draft_copies" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" "draft_copy_status" NOT NULL DEFAULT 'open',
    "base_number" INTEGER NOT NULL,
    "head_number" INTEGER NOT NULL,
    "merged_as" INTEGER,
    "created_by_kind" "actor_kind" NOT NULL,
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "draft_copies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "working_drafts" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "draft_copy_id" UUID,
    "base_version" INTEGER NOT NULL,
    "seen_version" INTEGER NOT NULL,
    "draft" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "tab_id" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "working_drafts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presences" (
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "tab_id" TEXT NOT NULL,
    "draft_copy_id" UUID,
    "is_editing" BOOLEAN NOT NULL DEFAULT false,
    "place" TEXT NOT NULL DEFAULT '',
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "presences_pkey" PRIMARY KEY ("prompt_id","user_id","tab_id")
);

-- CreateTable
CREATE TABLE "sample_sets" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sample_sets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "preview_links" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "values" JSONB NOT NULL,
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "preview_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change_requests" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" "change_request_status" NOT NULL DEFAULT 'open',
    "version" INTEGER NOT NULL,
    "base_version" INTEGER,
    "base_revision" INTEGER NOT NULL,
    "release_id" UUID,
    "author_kind" "actor_kind" NOT NULL,
    "author_id" TEXT,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "change_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_events" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "change_request_id" UUID NOT NULL,
    "kind" "review_event_kind" NOT NULL,
    "version" INTEGER NOT NULL,
    "base_revision" INTEGER NOT NULL,
    "body" TEXT NOT NULL DEFAULT '',
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_comments" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "change_request_id" UUID NOT NULL,
    "reply_to_id" UUID,
    "version" INTEGER NOT NULL,
    "pointer" TEXT NOT NULL DEFAULT '',
    "line" INTEGER,
    "quote" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL,
    "author_kind" "actor_kind" NOT NULL,
    "author_id" TEXT,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_name" TEXT,

    CONSTRAINT "review_comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seen_change_requests" (
    "change_request_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seen_change_requests_pkey" PRIMARY KEY ("change_request_id","user_id")
);

-- CreateTable
CREATE TABLE "provider_connections" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "provider" "provider_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "base_url" TEXT,
    "secret" TEXT,
    "secret_hint" TEXT NOT NULL DEFAULT '',
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_tested_at" TIMESTAMPTZ(3),
    "last_test_ok" BOOLEAN,
    "last_test_message" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "provider_connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "test_suites" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "test_suites_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "test_cases" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "suite_id" UUID NOT NULL,
    "case_key" UUID NOT NULL,
    "variables" JSONB NOT NULL,
    "expected" JSONB,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "checks" JSONB,
    "source" JSONB,
    "added_in" INTEGER NOT NULL,
    "removed_in" INTEGER,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "test_cases_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "user_identities_user_id_idx" ON "user_identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_workspace_id_created_at_idx" ON "invitations"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "prompt_aliases_prompt_id_idx" ON "prompt_aliases"("prompt_id");

-- CreateIndex
CREATE INDEX "draft_copies_prompt_id_created_at_idx" ON "draft_copies"("prompt_id", "created_at");

-- CreateIndex
CREATE INDEX "draft_copies_workspace_id_status_idx" ON "draft_copies"("workspace_id", "status");

-- CreateIndex
CREATE INDEX "working_drafts_prompt_id_user_id_idx" ON "working_drafts"("prompt_id", "user_id");

-- CreateIndex
CREATE INDEX "presences_seen_at_idx" ON "presences"("seen_at");

-- CreateIndex
CREATE UNIQUE INDEX "sample_sets_prompt_id_name_key" ON "sample_sets"("prompt_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "preview_links_token_hash_key" ON "preview_links"("token_hash");

-- CreateIndex
CREATE INDEX "preview_links_prompt_id_created_at_idx" ON "preview_links"("prompt_id", "created_at");

-- CreateIndex
CREATE INDEX "change_requests_workspace_id_status_updated_at_idx" ON "change_requests"("workspace_id", "status", "updated_at");

-- CreateIndex
CREATE INDEX "change_requests_prompt_id_status_idx" ON "change_requests"("prompt_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "change_requests_workspace_id_number_key" ON "change_requests"("workspace_id", "number");

-- CreateIndex
CREATE INDEX "review_events_change_request_id_at_idx" ON "review_events"("change_request_id", "at");

-- CreateIndex
CREATE INDEX "review_comments_change_request_id_created_at_idx" ON "review_comments"("change_request_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "provider_connections_workspace_id_name_key" ON "provider_connections"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "test_suites_prompt_id_idx" ON "test_suites"("prompt_id");

-- CreateIndex
CREATE UNIQUE INDEX "test_suites_workspace_id_name_key" ON "test_suites"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "test_cases_suite_id_added_in_idx" ON "test_cases"("suite_id", "added_in");

-- CreateIndex
CREATE INDEX "prompts_search_vector_idx" ON "prompts" USING GIN ("search_vector");

-- CreateIndex
CREATE INDEX "versions_draft_copy_id_idx" ON "versions"("draft_copy_id");

-- AddForeignKey
ALTER TABLE "user_identities" ADD CONSTRAINT "user_identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompt_aliases" ADD CONSTRAINT "prompt_aliases_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompt_aliases" ADD CONSTRAINT "prompt_aliases_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "versions" ADD CONSTRAINT "versions_draft_copy_id_fkey" FOREIGN KEY ("draft_copy_id") REFERENCES "draft_copies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "draft_copies" ADD CONSTRAINT "draft_copies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "draft_copies" ADD CONSTRAINT "draft_copies_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "working_drafts" ADD CONSTRAINT "working_drafts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "working_drafts" ADD CONSTRAINT "working_drafts_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "working_drafts" ADD CONSTRAINT "working_drafts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "working_drafts" ADD CONSTRAINT "working_drafts_draft_copy_id_fkey" FOREIGN KEY ("draft_copy_id") REFERENCES "draft_copies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presences" ADD CONSTRAINT "presences_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presences" ADD CONSTRAINT "presences_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presences" ADD CONSTRAINT "presences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_sets" ADD CONSTRAINT "sample_sets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_sets" ADD CONSTRAINT "sample_sets_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "preview_links" ADD CONSTRAINT "preview_links_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "preview_links" ADD CONSTRAINT "preview_links_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_events" ADD CONSTRAINT "review_events_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_events" ADD CONSTRAINT "review_events_change_request_id_fkey" FOREIGN KEY ("change_request_id") REFERENCES "change_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_change_request_id_fkey" FOREIGN KEY ("change_request_id") REFERENCES "change_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_reply_to_id_fkey" FOREIGN KEY ("reply_to_id") REFERENCES "review_comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seen_change_requests" ADD CONSTRAINT "seen_change_requests_change_request_id_fkey" FOREIGN KEY ("change_request_id") REFERENCES "change_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seen_change_requests" ADD CONSTRAINT "seen_change_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_connections" ADD CONSTRAINT "provider_connections_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_suites" ADD CONSTRAINT "test_suites_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_suites" ADD CONSTRAINT "test_suites_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_cases" ADD CONSTRAINT "test_cases_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_cases" ADD CONSTRAINT "test_cases_suite_id_fkey" FOREIGN KEY ("suite_id") REFERENCES "test_suites"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.

UPDATE prompts SET last_number = latest_version;

CREATE OR REPLACE FUNCTION refuse_number_reuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.latest_version < OLD.latest_version OR NEW.last_number < OLD.last_number OR NEW.last_number < NEW.latest_version THEN
    RAISE EXCEPTION 'a version number is never used again' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER prompts_latest_version ON prompts;
CREATE TRIGGER prompts_latest_version BEFORE UPDATE OF latest_version, last_number ON prompts
  FOR EACH ROW EXECUTE FUNCTION refuse_number_reuse();

-- One working draft for each person, prompt (or draft copy) and version started from.
CREATE UNIQUE INDEX working_drafts_one ON working_drafts (prompt_id, user_id, draft_copy_id, base_version) NULLS NOT DISTINCT;

-- Open copies of a prompt have different names; closed ones keep theirs.
CREATE UNIQUE INDEX draft_copies_open_name ON draft_copies (prompt_id, lower(name)) WHERE status = 'open';

-- One open invitation for each address, one open request for each version and environment.
CREATE UNIQUE INDEX invitations_open ON invitations (workspace_id, lower(email)) WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE UNIQUE INDEX change_requests_open ON change_requests (prompt_id, environment_id, version) WHERE status = 'open';

CREATE TRIGGER review_events_append_only BEFORE UPDATE OR DELETE ON review_events
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();

ALTER TABLE environments ADD CONSTRAINT environments_required_approvals CHECK (required_approvals BETWEEN 0 AND 10);

-- A name leads to one prompt, whether it is its name or a former one. The lock settles who comes first.
CREATE FUNCTION refuse_name_taken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_taken boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.workspace_id::text || '/' || NEW.name, 0));
  IF TG_TABLE_NAME = 'prompts' THEN
    SELECT EXISTS (SELECT 1 FROM prompt_aliases WHERE workspace_id = NEW.workspace_id AND name = NEW.name) INTO is_taken;
  ELSE
    SELECT EXISTS (SELECT 1 FROM prompts WHERE workspace_id = NEW.workspace_id AND name = NEW.name) INTO is_taken;
  END IF;
  IF is_taken THEN
    RAISE EXCEPTION 'the name % is taken', NEW.name USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER prompts_name_free BEFORE INSERT OR UPDATE OF name ON prompts
  FOR EACH ROW EXECUTE FUNCTION refuse_name_taken();
CREATE TRIGGER prompt_aliases_name_free BEFORE INSERT ON prompt_aliases
  FOR EACH ROW EXECUTE FUNCTION refuse_name_taken();

-- Full-text search: name, then description and tags, then the texts of the newest version.
CREATE FUNCTION prompt_search_vector(name text, description text, tags text[], content jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE AS $$
  SELECT setweight(to_tsvector('simple', name || ' ' || regexp_replace(name, '[/._-]+', ' ', 'g')), 'A')
    || setweight(to_tsvector('simple', description || ' ' || array_to_string(tags, ' ')), 'B')
    || setweight(to_tsvector('simple', coalesce((
         SELECT string_agg(piece #>> '{}', ' ')
         FROM (
           SELECT jsonb_path_query(content, '$.messages[*].content') UNION ALL SELECT jsonb_path_query(content, '$.examples[*].*')
         ) AS pieces (piece)
       ), '')), 'C')
$$;

CREATE FUNCTION index_prompt_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_vector := prompt_search_vector(NEW.name, NEW.description, NEW.tags,
    (SELECT content FROM versions WHERE prompt_id = NEW.id AND number = NEW.latest_version));
  RETURN NEW;
END $$;
CREATE TRIGGER prompts_words BEFORE INSERT OR UPDATE OF name, description, tags ON prompts
  FOR EACH ROW EXECUTE FUNCTION index_prompt_words();

CREATE FUNCTION index_version_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE prompts SET search_vector = prompt_search_vector(name, description, tags, NEW.content) WHERE id = NEW.prompt_id;
  RETURN NULL;
END $$;
CREATE TRIGGER versions_words AFTER INSERT ON versions
  FOR EACH ROW WHEN (NEW.draft_copy_id IS NULL) EXECUTE FUNCTION index_version_words();

UPDATE prompts p SET search_vector = prompt_search_vector(p.name, p.description, p.tags,
  (SELECT content FROM versions v WHERE v.prompt_id = p.id AND v.number = p.latest_version));
