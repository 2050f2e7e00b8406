/**
 * Reads the history of a database with its own statements. It calls no functions in the database, because an attacker
 * who changed rows may have changed them too.
 */
import type pg from "pg";
import type { StoredEntry } from "@/lib/auth/history/chain";
import type { Finding, HistoryKind } from "@/lib/auth/history/findings";
import type { SignedHead } from "@/lib/auth/history/signature";

type Source = { table: string; text: string };

/** The text of a row, as history_text of the migrations computes it. */
const sources: Record<HistoryKind, Source> = {
  audit: {
    table: "audit_events",
    text: `jsonb_build_array('audit', r.id, r.workspace_id, r.actor_kind, r.actor_id, r.actor_name, r.action, r.target_kind,
      r.target_id, r.target_name, r.data, (extract(epoch from r.at) * 1000)::bigint)::text`,
  },
  release: {
    table: "releases",
    text: `jsonb_build_array('release', r.id, r.workspace_id, r.prompt_id, r.environment_id, r.kind, r.from_version,
      r.to_version, r.revision, r.actor_kind, r.actor_id, r.actor_name, r.reason, r.evidence,
      (extract(epoch from r.at) * 1000)::bigint)::text`,
  },
  version: {
    table: "versions",
    text: `jsonb_build_array('version', r.id, r.workspace_id, r.prompt_id, r.number, r.content, r.expanded, r.content_hash,
      r.message, r.parent_number, r.merged_number, r.draft_copy_id, r.author_kind, r.author_id, r.author_name,
      (extract(epoch from r.created_at) * 1000)::bigint)::text`,
  },
};
const kinds = Object.keys(sources) as HistoryKind[];

export type WorkspaceName = { id: string; slug: string };

export async function listWorkspaces(client: pg.ClientBase): Promise<WorkspaceName[]> {
  const { rows } = await client.query<WorkspaceName>("select id, slug from workspaces order by slug");
  return rows;
}

const pageSize = 500;
const joins = kinds
  .map(
    (kind) => `left join lateral (select ${sources[kind].text} as text from ${sources[kind].table} r
    where e.kind = '${kind}' and r.id = e.row_id and r.workspace_id = e.workspace_id) ${kind}_row on true`,
  )
  .join("\n");
const pageText = `
  select e.position, e.kind, e.row_id as "rowId", encode(e.row_hash, 'hex') as "rowHash", encode(e.hash, 'hex') as hash,
    coalesce(${kinds.map((kind) => `${kind}_row.text`).join(", ")}) as "rowText"
  from (select * from history_entries where workspace_id = $1 and position > $2 order by position limit ${pageSize}) e
  ${joins} order by e.position`;

/** The entries of a chain in order, read page by page. */
export async function* readEntries(client: pg.ClientBase, workspaceId: string): AsyncGenerator<StoredEntry> {
  for (let after = -2_147_483_648; ; ) {
    const { rows } = await client.query<StoredEntry>(pageText, [workspaceId, after]);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.position;
  }
}

/** Rows without an entry: one finding per kind. */
export async function findUnchained(client: pg.ClientBase, workspaceId: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const kind of kinds) {
    const { rows } = await client.query<{ rowId: string | null; count: number }>(
      `select min(r.id::text) as "rowId", count(*)::int as count from ${sources[kind].table} r where r.workspace_id = $1
       and not exists (select from history_entries e where e.workspace_id = $1 and e.kind = $2 and e.row_id = r.id)`,
      [workspaceId, kind],
    );
    const [found] = rows;
    if (found?.rowId) findings.push({ code: "row_unchained", kind, rowId: found.rowId, count: found.count });
  }
  return findings;
}

/** The signed heads, oldest first, and the keys of the workspace. */
export async function readSignedHeads(client: pg.ClientBase, workspaceId: string) {
  const { rows } = await client.query<Omit<SignedHead, "format" | "at"> & { at: Date }>(
    `select workspace_id as "workspaceId", position, encode(hash, 'hex') as hash, at, public_key as "publicKey", signature
     from signed_heads where workspace_id = $1 order by position`,
    [workspaceId],
  );
  const { rows: keys } = await client.query<{ publicKey: string }>(
    `select public_key as "publicKey" from signing_keys where workspace_id = $1`,
    [workspaceId],
  );
  const heads = rows.map(
    (row): SignedHead => ({ format: "understudy-signed-head/1", ...row, at: row.at.toISOString() }),
  );
  return { heads, keys: new Set(keys.map(({ publicKey }) => publicKey)) };
}

const triggers = [
  ["versions", "versions_immutable"],
  ["versions", "versions_kept"],
  ["versions", "versions_chained"],
  ["versions", "versions_not_truncated"],
  ["releases", "releases_append_only"],
  ["releases", "releases_chained"],
  ["releases", "releases_not_truncated"],
  ["audit_events", "audit_append_only"],
  ["audit_events", "audit_chained"],
  ["audit_events", "audit_not_truncated"],
  ["history_entries", "history_entries_append_only"],
  ["history_entries", "history_entries_not_truncated"],
  ["signed_heads", "signed_heads_append_only"],
  ["signed_heads", "signed_heads_not_truncated"],
] as const;

/** Triggers that should protect the history but are disabled or missing. */
export async function findTriggersOff(client: pg.ClientBase): Promise<Finding[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tgrelid::regclass::text || '.' || tgname as name from pg_trigger
     where not tgisinternal and tgenabled in ('O', 'A')`,
  );
  const on = new Set(rows.map(({ name }) => name));
  return triggers.flatMap(([table, trigger]) =>
    on.has(`${table}.${trigger}`) ? [] : [{ code: "trigger_off" as const, table, trigger }],
  );
}
