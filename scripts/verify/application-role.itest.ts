/** @module-tag slow */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteDueWorkspaces } from "@/lib/auth/commands/workspaces";
import { signHeads } from "@/lib/auth/history/commands";
import { closeDatabase, prisma } from "@/lib/core/db";
import { sweepEvents } from "@/lib/telemetry/commands/sweep-events";
import { seed } from "@/prisma/seed";
import { withClient } from "../backup/write-backup";
import { applyMigrations } from "../prisma";
import { verifyHistory } from "./verify-history";

const folder = mkdtempSync(join(tmpdir(), "understudy-role-"));
const server = new URL(process.env.TEST_DATABASE_URL ?? "");
const unique = randomBytes(6).toString("hex");
const [database, owner, app] = [`role_${unique}`, `owner_${unique}`, `app_${unique}`];
const password = randomBytes(12).toString("hex");
const addressOf = (user: string) =>
  Object.assign(new URL(server), { pathname: database, username: user, password }).href;
const ask = <T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> =>
  withClient(url, "verify", async (client) => (await client.query<T>(sql)).rows);

/** The statements of the documentation, with this owner and role. */
function documentedGrants(): string {
  const page = readFileSync("docs/operations.md", "utf8");
  const [, sql] = /\*\*A role that owns nothing\.\*\*[\s\S]*?```sql\n([\s\S]*?)```/.exec(page) ?? [];
  if (!sql) throw new Error("docs/operations.md has no grants.");
  return sql
    .replaceAll("understudy_app", app)
    .replaceAll("role understudy ", `role ${owner} `)
    .replace("'…'", `'${password}'`);
}

beforeAll(async () => {
  await ask(server.href, `create role ${owner} login password '${password}'`);
  await ask(server.href, `create database ${database} owner ${owner}`);
  await ask(Object.assign(new URL(server), { pathname: database }).href, `alter schema public owner to ${owner}`);
  await ask(Object.assign(new URL(server), { pathname: database }).href, `alter role ${owner} createrole`);
  await applyMigrations(addressOf(owner));
  await ask(addressOf(owner), documentedGrants());
  process.env.DATABASE_URL = addressOf(app);
  process.env.ENCRYPTION_KEYS = `local:${randomBytes(32).toString("base64url")}`;
}, 60_000);

afterAll(async () => {
  await closeDatabase();
  await ask(server.href, `drop database ${database} with (force)`);
  for (const role of [app, owner]) await ask(server.href, `drop role ${role}`);
  rmSync(folder, { recursive: true, force: true });
});

describe("a role without ownership", () => {
  it("is sufficient for the demo, the jobs and the removal of a workspace", async () => {
    await seed({ kind: "demo", url: "http://localhost:3000", credentials: join(folder, "credentials.json") });
    expect((await signHeads(Date.now() + 60_000)).signed).toBe(1);
    await prisma().$queryRaw`select 1 from create_event_partitions('1998-07-15'::date)`;
    await sweepEvents(Date.now() + 60_000);
    const { workspaces } = await verifyHistory(addressOf(app));
    expect(workspaces.flatMap(({ findings }) => findings)).toEqual([]);
    await prisma().workspace.updateMany({ data: { deletionAt: new Date(0) } });
    expect(await deleteDueWorkspaces(Date.now() + 60_000)).toBe(1);
    expect(await prisma().auditEvent.count()).toBe(0);
    expect(await prisma().$queryRaw`select 1 from interactions limit 1`).toEqual([]);
  }, 120_000);

  it.each([
    "alter table audit_events disable trigger all",
    "drop trigger audit_append_only on audit_events",
    "set session_replication_role = replica",
    "truncate audit_events cascade",
    "update audit_events set actor_name = 'x'",
    "delete from releases",
    "update versions set content = '{}'",
    "insert into history_entries select * from history_entries",
    "update history_entries set position = position + 1",
    "delete from signed_heads",
    "create or replace function append_history(uuid, text, uuid) returns void language sql as ''",
    "drop table users",
  ])("may not: %s", async (sql) => {
    await expect(ask(addressOf(app), sql)).rejects.toThrow(/permission denied|must be owner/);
  });
});
