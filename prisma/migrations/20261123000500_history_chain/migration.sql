-- CreateTable
CREATE TABLE "history_entries" (
    "workspace_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "row_id" UUID NOT NULL,
    "row_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "history_entries_pkey" PRIMARY KEY ("workspace_id","position")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "public_key" TEXT NOT NULL,
    "private_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signed_heads" (
    "workspace_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "public_key" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "signed_heads_pkey" PRIMARY KEY ("workspace_id","position")
);

-- CreateIndex
CREATE INDEX "signing_keys_workspace_id_created_at_idx" ON "signing_keys"("workspace_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "history_entries" ADD CONSTRAINT "history_entries_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signing_keys" ADD CONSTRAINT "signing_keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signed_heads" ADD CONSTRAINT "signed_heads_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The text of a row that its hash is taken of: the fields that never change, in this order. scripts/verify has the same.
CREATE FUNCTION history_text(of_kind text, of_row uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE result text;
BEGIN
  IF of_kind = 'audit' THEN
    SELECT jsonb_build_array('audit', r.id, r.workspace_id, r.actor_kind, r.actor_id, r.actor_name, r.action, r.target_kind,
      r.target_id, r.target_name, r.data, (extract(epoch FROM r.at) * 1000)::bigint)::text
    INTO result FROM audit_events r WHERE r.id = of_row;
  ELSIF of_kind = 'release' THEN
    SELECT jsonb_build_array('release', r.id, r.workspace_id, r.prompt_id, r.environment_id, r.kind, r.from_version,
      r.to_version, r.revision, r.actor_kind, r.actor_id, r.actor_name, r.reason, r.evidence,
      (extract(epoch FROM r.at) * 1000)::bigint)::text
    INTO result FROM releases r WHERE r.id = of_row;
  ELSE
    SELECT jsonb_build_array('version', r.id, r.workspace_id, r.prompt_id, r.number, r.content, r.expanded, r.content_hash,
      r.message, r.parent_number, r.merged_number, r.draft_copy_id, r.author_kind, r.author_id, r.author_name,
      (extract(epoch FROM r.created_at) * 1000)::bigint)::text
    INTO result FROM versions r WHERE r.id = of_row;
  END IF;
  RETURN result;
END $$;

-- Entries of a workspace follow each other under its lock; two workspaces do not wait for each other.
CREATE FUNCTION append_history(of_workspace uuid, of_kind text, of_row uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  of_text bytea := sha256(convert_to(history_text(of_kind, of_row), 'UTF8'));
  last_position integer;
  last_hash bytea;
BEGIN
  IF of_text IS NULL THEN RETURN; END IF; -- the workspace went in the same transaction
  PERFORM pg_advisory_xact_lock(hashtextextended('understudy history ' || of_workspace, 0));
  SELECT position, hash INTO last_position, last_hash FROM history_entries
    WHERE workspace_id = of_workspace ORDER BY position DESC LIMIT 1;
  INSERT INTO history_entries (workspace_id, position, kind, row_id, row_hash, hash) VALUES (of_workspace,
    coalesce(last_position, 0) + 1, of_kind, of_row, of_text,
    sha256(coalesce(last_hash, decode(repeat('00', 32), 'hex')) || of_text));
END $$;

-- What there is already, in the order of its time.
DO $$
DECLARE r record;
BEGIN
  FOR r IN
    SELECT workspace_id, 'audit' AS kind, id, at FROM audit_events
    UNION ALL SELECT workspace_id, 'release', id, at FROM releases
    UNION ALL SELECT workspace_id, 'version', id, created_at FROM versions
    ORDER BY workspace_id, at, kind, id
  LOOP
    PERFORM append_history(r.workspace_id, r.kind, r.id);
  END LOOP;
END $$;

-- It runs when the transaction commits: the lock is the last one taken, and held for the commit alone. It runs with the
-- rights of the tables' owner, so the application's role needs none to write the chain.
CREATE FUNCTION chain_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM append_history(NEW.workspace_id, TG_ARGV[0], NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_chained AFTER INSERT ON audit_events DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION chain_history('audit');
CREATE CONSTRAINT TRIGGER releases_chained AFTER INSERT ON releases DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION chain_history('release');
CREATE CONSTRAINT TRIGGER versions_chained AFTER INSERT ON versions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION chain_history('version');

CREATE TRIGGER history_entries_append_only BEFORE UPDATE OR DELETE ON history_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
CREATE TRIGGER signed_heads_append_only BEFORE UPDATE OR DELETE ON signed_heads
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();

-- TRUNCATE fires no trigger of a row.
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER versions_not_truncated BEFORE TRUNCATE ON versions EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER releases_not_truncated BEFORE TRUNCATE ON releases EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER audit_not_truncated BEFORE TRUNCATE ON audit_events EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER review_events_not_truncated BEFORE TRUNCATE ON review_events EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER experiment_phases_not_truncated BEFORE TRUNCATE ON experiment_phases EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER experiment_weights_not_truncated BEFORE TRUNCATE ON experiment_weights EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER history_entries_not_truncated BEFORE TRUNCATE ON history_entries EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER signed_heads_not_truncated BEFORE TRUNCATE ON signed_heads EXECUTE FUNCTION refuse_truncate();

-- Partitions belong to the owner of their table, so an application role that owns nothing makes and ends them by these.
ALTER FUNCTION create_event_partitions(date) SECURITY DEFINER SET search_path FROM CURRENT;

-- Empties a partition of events, or drops it.
CREATE FUNCTION clear_event_partition(partition_name text, is_dropped boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE c.relname = partition_name
      AND i.inhparent IN ('interactions'::regclass, 'interaction_contents'::regclass, 'feedback'::regclass)
  ) THEN RETURN; END IF;
  IF is_dropped THEN
    EXECUTE format('DROP TABLE %I', partition_name);
  ELSE
    EXECUTE format('TRUNCATE %I', partition_name);
  END IF;
END $$;
