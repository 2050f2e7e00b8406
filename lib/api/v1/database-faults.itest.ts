import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createOwnDatabase, type OwnDatabase } from "@/e2e/support/own-database";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { closeDatabase, prisma, transaction } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { type Client, chatContent, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

let database: OwnDatabase;
let admin: pg.Client;
let workspace: TestWorkspace;
let mount: Mount;
let manage: Client;
let app: Client;
let minted = 0;
const role = `faulty_${process.pid}`;
const name = () => `fault-${++minted}`;
const databaseName = () => new URL(database.url).pathname.slice(1);

/** Closes the product's connections, like a failover or an administrator. */
const closeSessions = () =>
  admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = $2", [
    databaseName(),
    role,
  ]);

beforeAll(async () => {
  const shared = process.env.TEST_DATABASE_URL ?? "";
  database = await createOwnDatabase(shared);
  admin = new pg.Client({ connectionString: shared });
  await admin.connect();
  await admin.query(`create role ${role} login password 'faulty'`);
  const own = new pg.Client({ connectionString: database.url });
  await own.connect();
  await own.query(`grant all on all tables in schema public to ${role}`);
  await own.query(`grant all on all sequences in schema public to ${role}`);
  await own.query(`grant all on schema public to ${role}`);
  await own.query(`alter function create_event_partitions(date) security definer`);
  await own.end();
  const url = new URL(database.url);
  url.username = role;
  url.password = "faulty";
  freshProcess({ DATABASE_URL: url.href });
  workspace = await createTestWorkspace();
  mount = await mountAheadOfNext();
  manage = createClient(mount.send, workspace.manageKey);
  app = createClient(mount.send, workspace.runtimeKeys.production);
  await manage.post("/prompts", { name: "warm", content: chatContent("warm") });
  await manage.post("/prompts/warm/promote", { version: 1, environment: "production" });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await admin.query(`alter database ${databaseName()} reset all`);
  await admin.query(`alter role ${role} connection limit -1`);
  await expect.poll(async () => (await save()).status, { timeout: 15_000 }).toBe(201);
});
afterAll(async () => {
  await mount.stop();
  await closeDatabase();
  await database.drop();
  await admin.query(`drop role ${role}`);
  await admin.end();
});

const save = () => manage.post("/prompts", { name: name(), content: chatContent("x") });
const send = () =>
  app.post("/events", { events: [{ type: "feedback", id: name(), interactionId: "x", thumbs: "up" }] });
const resolve = () => app.get("/prompts/resolve?name=warm");

async function expectUnavailable(answers: Awaited<ReturnType<Client["post"]>>[], detail: RegExp): Promise<void> {
  for (const { status, body, headers } of answers) {
    expect([status, body.code]).toEqual([503, "database_unavailable"]);
    expect(body.detail).toMatch(detail);
    expect(headers.get("retry-after")).toBe("1");
  }
}

describe("a database that refuses writes", () => {
  it("read-only: saves and events are 503, warm prompts 200, one line is logged, and it comes back automatically", async () => {
    expect((await resolve()).status).toBe(200);
    const warn = vi.spyOn(logger(), "warn");
    const error = vi.spyOn(logger(), "error");
    await admin.query(`alter database ${databaseName()} set default_transaction_read_only = on`);
    await closeSessions();
    await expect.poll(async () => (await save()).body.detail, { timeout: 20_000 }).toMatch(/read-only/);
    await expectUnavailable([await save(), await send(), await save(), await send()], /read-only/);
    const began = performance.now();
    for (let calls = 0; calls < 20; calls++) expect((await resolve()).status).toBe(200);
    expect((await save()).status).toBe(503);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(error).not.toHaveBeenCalled();
    // One log line per outage. On a slow machine the first probe may find no connection before it finds the setting.
    const lines = warn.mock.calls.map(([, message]) => message);
    expect(lines.length).toBeLessThanOrEqual(1);
    for (const line of lines) expect(line).toMatch(/the database is (read-only|away|not available)/);

    // Open sessions stay read-only. Only new sessions can write again.
    await admin.query(`alter database ${databaseName()} reset default_transaction_read_only`);
    await expect.poll(async () => (await save()).status, { timeout: 10_000 }).toBe(201);
    expect((await send()).status).toBe(202);
    await expect.poll(isDatabaseUp).toBe(true);
  });

  it("full disk: saves and events are 503, and reads continue as current", async () => {
    const own = new pg.Client({ connectionString: database.url });
    await own.connect();
    await own.query(`create function full_disk() returns trigger language plpgsql as $$ begin
      raise exception 'could not extend file' using errcode = '53100'; end $$`);
    for (const table of ["prompts", "event_keys"])
      await own.query(`create trigger full_disk before insert on ${table} execute function full_disk()`);
    const error = vi.spyOn(logger(), "error");
    await expectUnavailable([await save(), await send(), await send()], /disk is full/);
    expect((await resolve()).body).toMatchObject({ stale: false });
    expect(error).not.toHaveBeenCalled();
    await own.query("drop function full_disk() cascade");
    await own.end();
  });

  it("no connection left: 503 for requests that need a new one", async () => {
    await admin.query(`alter role ${role} connection limit 0`);
    await closeSessions();
    await expect.poll(async () => (await save()).body.detail, { timeout: 20_000 }).toMatch(/no free connection/);
    expect((await resolve()).status).toBe(200);
    expect((await send()).status).toBe(503);
  });

  it("an outage during a request leaves its Idempotency-Key free for the retry", async () => {
    const own = new pg.Client({ connectionString: database.url });
    await own.connect();
    const body = { name: name(), content: chatContent("x") };
    const headers = { "idempotency-key": body.name };
    await own.query("begin");
    await own.query("lock table prompts in access exclusive mode");
    const first = manage.post("/prompts", body, headers);
    await vi.waitFor(async () => {
      const waiting = "select 1 from pg_stat_activity where usename = $1 and wait_event_type = 'Lock'";
      expect((await admin.query(waiting, [role])).rowCount).toBe(1);
    });
    await admin.query(`alter role ${role} connection limit 0`);
    await closeSessions();
    expect((await first).body.code).toBe("database_unavailable");
    await own.query("rollback");
    await own.end();
    await admin.query(`alter role ${role} connection limit -1`);
    await expect.poll(async () => (await manage.post("/prompts", body, headers)).status, { timeout: 10_000 }).toBe(201);
  });

  it("a session that ends during a statement is 503", async () => {
    const slow = prisma().$queryRaw`select pg_sleep(10)`;
    slow.catch(() => {});
    await vi.waitFor(async () => {
      const text = "select 1 from pg_stat_activity where usename = $1 and query like '%pg_sleep%' and state = 'active'";
      expect((await admin.query(text, [role])).rowCount).toBe(1);
    });
    await closeSessions();
    await expect(slow).rejects.toMatchObject({ code: "database_unavailable", headers: { "retry-after": "1" } });
  });
});

describe("concurrent transactions", () => {
  const conflicting = (failures: number) => {
    let runs = 0;
    const work = transaction(async (tx) => {
      runs++;
      if (runs <= failures) await tx.$executeRaw`do $$ begin raise exception 'x' using errcode = '40001'; end $$`;
      return runs;
    });
    return { work, runs: () => runs };
  };

  it("retry a serialization failure at most twice", async () => {
    expect(await conflicting(2).work).toBe(3);
    const hopeless = conflicting(100);
    await expect(hopeless.work).rejects.toMatchObject({ code: "database_unavailable" });
    expect(hopeless.runs()).toBe(3);
  });

  it("both succeed after a deadlock", async () => {
    const rows = [workspace.environments.staging, workspace.environments.development];
    let calls = 0;
    let open = () => {};
    const bothHold = new Promise<void>((done) => {
      open = done;
    });
    const touch = (ids: string[]) =>
      transaction(async (tx) => {
        for (const [index, id] of ids.entries()) {
          await tx.$executeRaw`update environments set position = position where id = ${id}::uuid`;
          if (index > 0) continue;
          if (++calls === 2) open();
          await bothHold;
        }
      });
    await Promise.all([touch(rows), touch([...rows].reverse())]);
    expect(calls).toBe(3);
  });
});
