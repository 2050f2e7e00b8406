/** @module-tag slow */

import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signHead, signHeads } from "@/lib/auth/history/commands";
import type { Finding } from "@/lib/auth/history/findings";
import { getHistoryState, listSignedHeads } from "@/lib/auth/history/queries";
import { createSigningKey, isSignatureValid, type SignedHead, signHeadWith } from "@/lib/auth/history/signature";
import { closeDatabase, prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { says } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { loadBackup } from "../backup/load-backup";
import { withClient, writeBackup } from "../backup/write-backup";
import { applyMigrations, readMigrations } from "../prisma";
import { verifyHistory } from "./verify-history";

const folder = mkdtempSync(join(tmpdir(), "understudy-verify-"));
const migrations = readMigrations();
const server = new URL(process.env.TEST_DATABASE_URL ?? "");
const made: string[] = [];

const ask = <T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> =>
  withClient(url, "verify", async (client) => (await client.query<T>(sql)).rows);

async function createDatabase(template = "template1"): Promise<string> {
  const name = `verify_${randomBytes(6).toString("hex")}`;
  await ask(server.href, `create database ${name} template ${template}`);
  made.push(name);
  return Object.assign(new URL(server), { pathname: name }).href;
}
const nameOf = (url: string) => new URL(url).pathname.slice(1);

let original: string;
let workspace: TestWorkspace;
let first: SignedHead;
let second: SignedHead;

beforeAll(async () => {
  original = await createDatabase();
  await applyMigrations(original);
  process.env.DATABASE_URL = original;
  process.env.ENCRYPTION_KEYS = `local:${randomBytes(32).toString("base64url")}`;
  workspace = await createTestWorkspace();
  const { owner } = workspace;
  await createPrompt(owner, { name: "a/b", content: says("one"), deployTo: "production" });
  first = await signHead(owner);
  await saveVersion(owner, { name: "a/b", content: says("two") });
  await promoteVersion(owner, { name: "a/b", version: 2, environment: "production" });
  await createTestWorkspace(); // of another person, who is not affected
  second = await signHead(owner);
}, 120_000);

afterAll(async () => {
  await closeDatabase();
  for (const name of made) await ask(server.href, `drop database ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

describe("an append-only history", () => {
  it("has an entry for every row, and no findings", async () => {
    const { workspaces, general } = await verifyHistory(original, [first, second]);
    expect(general).toEqual([]);
    expect(workspaces.flatMap(({ findings }) => findings)).toEqual([]);
    const [counts] = await ask<{ rows: number; entries: number }>(
      original,
      `select (select count(*)::int from audit_events) + (select count(*)::int from releases)
         + (select count(*)::int from versions) as rows, (select count(*)::int from history_entries) as entries`,
    );
    expect(counts?.entries).toBe(counts?.rows);
    expect(counts?.rows).toBeGreaterThan(10);
  });

  it("is signed with a key that only the server can decrypt, and the same head once", async () => {
    const { owner, workspaceId } = workspace;
    expect(isSignatureValid(first)).toBe(true);
    expect(second.position).toBeGreaterThan(first.position);
    expect(await signHead(owner)).toEqual(second);
    expect((await listSignedHeads(owner, { limit: 1 })).items).toEqual([second]);
    expect(await getHistoryState(owner)).toEqual({ entries: second.position, signed: second });
    const keys = await prisma().signingKey.findMany({ where: { workspaceId } });
    expect(keys).toHaveLength(1);
    expect(keys[0]?.privateKey).toMatch(/^v1\.local\./);
    const editor = await createTestMember(workspace.workspaceId, "editor");
    await expect(signHead(editor)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is signed once a day by the job, if something was written", async () => {
    expect(await signHeads(Date.now() + 10_000)).toEqual({ signed: 1 }); // the other workspace
    expect(await signHeads(Date.now() + 10_000)).toEqual({ signed: 0 });
  });

  it("continues in order with concurrent writes, and two workspaces do not wait for each other", async () => {
    const { owner } = await createTestWorkspace();
    const names = Array.from({ length: 12 }, (_, index) => `many/p${index}`);
    await Promise.all(names.map((name) => createPrompt(owner, { name, content: says(name), deployTo: "production" })));
    const { workspaces } = await verifyHistory(original);
    const report = workspaces.find(({ id }) => id === owner.workspaceId);
    expect(report).toMatchObject({ findings: [] });
    expect(report?.entries).toBeGreaterThanOrEqual(36);
    // The chain of one workspace is locked. A write to another one succeeds.
    await withClient(original, "verify", async (client) => {
      await client.query("begin");
      await client.query("select pg_advisory_xact_lock(hashtextextended('understudy history ' || $1, 0))", [
        owner.workspaceId,
      ]);
      await createPrompt(workspace.owner, { name: "not/held", content: says("x") });
      await client.query("rollback");
    });
  });
});

describe("allowed SQL", () => {
  it.each(["versions", "releases", "audit_events", "history_entries", "signed_heads"])(
    "%s is neither truncated nor deleted from",
    async (table) => {
      await expect(ask(original, `truncate ${table} cascade`)).rejects.toThrow("is append-only");
      await expect(ask(original, `delete from ${table}`)).rejects.toThrow("is append-only");
    },
  );
});

type Attack = { name: string; sql: string; code: Finding["code"]; needsKept?: boolean };
const mine = () => workspace.workspaceId;
const anew = `do $$ declare r record; last bytea := decode(repeat('00', 32), 'hex'); begin
  for r in select * from history_entries where workspace_id = 'WORKSPACE' order by position loop
    last := sha256(last || sha256(convert_to(history_text(r.kind, r.row_id), 'UTF8')));
    update history_entries set row_hash = sha256(convert_to(history_text(r.kind, r.row_id), 'UTF8')), hash = last
      where workspace_id = 'WORKSPACE' and position = r.position;
  end loop;
end $$`;
const cut = `delete from history_entries where workspace_id = 'WORKSPACE' and position > FIRST;
  delete from audit_events a where workspace_id = 'WORKSPACE' and not exists (select from history_entries where row_id = a.id);
  delete from releases a where workspace_id = 'WORKSPACE' and not exists (select from history_entries where row_id = a.id);
  delete from versions a where workspace_id = 'WORKSPACE' and not exists (select from history_entries where row_id = a.id)`;

const attacks: Attack[] = [
  {
    name: "the reason of a release is edited",
    sql: "update releases set reason = 'agreed' where workspace_id = 'WORKSPACE'",
    code: "row_changed",
  },
  {
    name: "an audit event gets another actor",
    sql: "update audit_events set actor_name = 'Somebody' where workspace_id = 'WORKSPACE' and action = 'version.promote'",
    code: "row_changed",
  },
  {
    name: "an audit event moves by a millisecond",
    sql: "update audit_events set at = at + interval '1 ms' where workspace_id = 'WORKSPACE' and action = 'version.promote'",
    code: "row_changed",
  },
  {
    name: "a version's content is edited",
    sql: `update versions set content = jsonb_set(content, '{messages,0,content}', '"bad"') where workspace_id = 'WORKSPACE'`,
    code: "row_changed",
  },
  {
    name: "what resolve serves of a version is edited",
    sql: "update versions set expanded = content where workspace_id = 'WORKSPACE'",
    code: "row_changed",
  },
  {
    name: "an audit event is deleted",
    sql: "delete from audit_events where workspace_id = 'WORKSPACE' and action = 'version.promote'",
    code: "row_missing",
  },
  {
    name: "an audit event and its entry are deleted",
    sql: `delete from history_entries e using audit_events a where a.id = e.row_id and a.workspace_id = 'WORKSPACE' and a.action = 'version.promote';
      delete from audit_events where workspace_id = 'WORKSPACE' and action = 'version.promote'`,
    code: "entries_missing",
  },
  {
    name: "an audit event is put in past the triggers",
    sql: `insert into audit_events (id, workspace_id, actor_kind, actor_name, action, target_kind, target_id, target_name)
      values (gen_random_uuid(), 'WORKSPACE', 'user', 'x', 'change.approve', 'x', 'x', 'x')`,
    code: "row_unchained",
  },
  {
    name: "two entries exchange what they are of",
    sql: `update history_entries e set kind = o.kind, row_id = o.row_id, row_hash = o.row_hash from history_entries o
      where e.workspace_id = 'WORKSPACE' and o.workspace_id = 'WORKSPACE' and e.position in (2, 3) and o.position = 5 - e.position`,
    code: "link_broken",
  },
  {
    name: "the last entries are removed",
    sql: "delete from history_entries where workspace_id = 'WORKSPACE' and position > FIRST",
    code: "tail_missing",
  },
  { name: "the tail is cut off with its rows", sql: cut, code: "tail_missing" },
  {
    name: "the tail is cut off with its rows and its signed head",
    sql: `${cut}; delete from signed_heads where workspace_id = 'WORKSPACE' and position > FIRST`,
    code: "tail_missing",
    needsKept: true,
  },
  {
    name: "a release is edited and the chain written anew",
    sql: `update releases set reason = 'agreed' where workspace_id = 'WORKSPACE'; ${anew}`,
    code: "signed_head_differs",
  },
  {
    name: "the same, without the signed heads",
    sql: `update releases set reason = 'agreed' where workspace_id = 'WORKSPACE'; ${anew}; delete from signed_heads`,
    code: "signed_head_differs",
    needsKept: true,
  },
  {
    name: "a signed head is edited",
    sql: "update signed_heads set at = at + interval '1 day' where workspace_id = 'WORKSPACE'",
    code: "signature_invalid",
  },
];

describe("attacks with every right on the database", () => {
  const attack = async (sql: string) => {
    const url = await createDatabase(nameOf(original));
    const text = sql.replaceAll("WORKSPACE", mine()).replaceAll("FIRST", String(first.position));
    await ask(url, `set session_replication_role = replica; ${text}`);
    return url;
  };
  const codesIn = async (url: string, kept: SignedHead[] = []) => {
    const { workspaces, general } = await verifyHistory(url, kept);
    expect(general).toEqual([]);
    expect(workspaces.filter(({ id }) => id !== mine()).flatMap(({ findings }) => findings)).toEqual([]);
    return workspaces.find(({ id }) => id === mine())?.findings.map(({ code }) => code) ?? [];
  };
  beforeAll(() => closeDatabase()); // a template must have no connections

  it.each(attacks)("$name: $code", async ({ sql, code, needsKept = false }) => {
    const url = await attack(sql);
    expect(await codesIn(url, [second])).toContain(code);
    if (needsKept)
      expect(await codesIn(url)).toEqual([]); // as the documentation says
    else expect(await codesIn(url)).toContain(code);
  });

  it("are found in a backup, too", async () => {
    const url = await attack("update releases set reason = 'agreed' where workspace_id = 'WORKSPACE'");
    const path = join(folder, "edited.backup");
    const knownMigrations = migrations.map(({ name }) => name);
    await writeBackup(url, path, { version: "0.0.0-test", encryptionKeys: [], knownMigrations });
    expect(readFileSync(path).length).toBeGreaterThan(1_000);
    const copy = await createDatabase();
    await loadBackup(copy, path, { migrations });
    expect(await codesIn(copy)).toContain("row_changed");
  });

  it("reports disabled triggers, an unknown key, and a missing workspace", async () => {
    const url = await createDatabase(nameOf(original));
    const pair = createSigningKey();
    const forged = signHeadWith(pair.privateKey, { ...second, publicKey: pair.publicKey });
    await ask(
      url,
      `alter table releases disable trigger releases_append_only;
       alter table signed_heads disable trigger user;
       update signed_heads set public_key = '${forged.publicKey}', signature = '${forged.signature}'
         where workspace_id = '${mine()}' and position = ${second.position};
       alter table signed_heads enable trigger user`,
    );
    const elsewhere = { ...second, workspaceId: "01890000-0000-7000-8000-000000000000" };
    const { general, workspaces } = await verifyHistory(url, [elsewhere]);
    expect(general).toEqual([
      { code: "trigger_off", table: "releases", trigger: "releases_append_only" },
      { code: "workspace_missing", position: second.position },
    ]);
    const findings = workspaces.find(({ id }) => id === mine())?.findings;
    // The forged head has another time than the real one. Its signature matches its own key.
    expect(findings?.map(({ code }) => code).filter((code) => code !== "signature_invalid")).toEqual(["key_unknown"]);
  });
});
