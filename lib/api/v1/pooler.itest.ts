import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createOwnDatabase, type OwnDatabase } from "@/e2e/support/own-database";
import { findPgBouncer, type PgBouncer, startPgBouncer } from "@/e2e/support/pgbouncer";
import { closeDatabase, prisma, runtimeQuery, type Transaction, transaction } from "@/lib/core/db";
import { clearMemory } from "@/lib/runtime/entry";
import { type Client, chatContent, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";

const found = findPgBouncer(console.log);
if ("missing" in found) console.log(`skipped: everything behind PgBouncer: ${found.missing}`);

let database: OwnDatabase;
let server: pg.Client;
const many = (count: number, work: (index: number) => Promise<{ status: number }>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index))).then((answers) => {
    const statuses = new Map<number, number>();
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return Object.fromEntries(statuses);
  });

beforeAll(async () => {
  database = await createOwnDatabase(process.env.TEST_DATABASE_URL ?? "");
  server = new pg.Client({ connectionString: database.url });
  await server.connect();
  // A database with another time zone, which must not change the times.
  await server.query(`alter database ${new URL(database.url).pathname.slice(1)} set timezone = 'Asia/Tokyo'`);
});
afterAll(async () => {
  await server.end();
  await database.drop();
});

const ways = [
  { way: "straight to PostgreSQL", pooler: false },
  ...("path" in found ? [{ way: "behind PgBouncer in transaction mode", pooler: true }] : []),
];

describe.each(ways)("$way", ({ pooler }) => {
  let bouncer: PgBouncer | undefined;
  let mount: Mount;
  let manage: Client;
  let app: Client;

  beforeAll(async () => {
    bouncer = pooler ? await startPgBouncer(database.url) : undefined;
    freshProcess({ DATABASE_URL: bouncer?.url ?? database.url });
    if (pooler) Object.assign(process.env, { DATABASE_POOLER: "transaction", DATABASE_DIRECT_URL: database.url });
    const workspace = await createTestWorkspace();
    mount = await mountAheadOfNext();
    manage = createClient(mount.send, workspace.manageKey);
    app = createClient(mount.send, workspace.runtimeKeys.production);
    for (const name of ["a", "b", "c"]) {
      await manage.post("/prompts", { name, content: chatContent(`${name} says {{ word }}`) });
      await manage.post(`/prompts/${name}/promote`, { version: 1, environment: "production" });
    }
  });
  afterAll(async () => {
    await mount.stop();
    await closeDatabase();
    await bouncer?.stop();
    Object.assign(process.env, { DATABASE_POOLER: "", DATABASE_DIRECT_URL: "" });
  });

  it("answers every resolve from the database, every batch of events and every save", async () => {
    const resolve = (index: number) => {
      clearMemory();
      return app.get(`/prompts/resolve?name=${"abc"[index % 3]}`);
    };
    const send = (index: number) =>
      app.post("/events", {
        events: [{ type: "feedback", id: `${pooler}-${index}`, interactionId: "x", thumbs: "up" }],
      });
    const save = (index: number) => manage.post("/prompts", { name: `saved-${index}`, content: chatContent("x") });
    const [resolved, sent, saved] = await Promise.all([many(300, resolve), many(40, send), many(20, save)]);
    expect({ resolved, sent, saved }).toEqual({ resolved: { 200: 300 }, sent: { 202: 40 }, saved: { 201: 20 } });
  });

  it("ends a statement that takes too long, on the server too", { tags: ["slow"] }, async () => {
    await expect(runtimeQuery("slow", "select pg_sleep(30) as slow_marker", [])).rejects.toMatchObject({
      code: "database_unavailable",
      cause: { code: "57014" },
    });
    const limit = (tx: Pick<Transaction, "$queryRaw">) => tx.$queryRaw<{ limit: string }[]>`
      select current_setting('statement_timeout') as limit`;
    expect(await transaction(limit)).toEqual([{ limit: "10s" }]);
    const running =
      "select 1 from pg_stat_activity where state = 'active' and query like '%slow_marker%' and pid <> pg_backend_pid()";
    await expect.poll(async () => (await server.query(running)).rowCount).toBe(0);
    // The limit of one client must not stay for the next client on the same connection.
    const [left] = await limit(prisma());
    expect(left?.limit).toBe(pooler ? "0" : "10s");
  });

  it("writes and reads times in UTC, whatever the server's zone", async () => {
    await prisma().outboxMessage.deleteMany({ where: { topic: "zone" } });
    const [anyWorkspace] = await prisma().workspace.findMany({ take: 1 });
    const availableAt = new Date("2026-07-01T12:00:00.123Z");
    const { id } = await prisma().outboxMessage.create({
      data: { workspaceId: anyWorkspace?.id ?? "", topic: "zone", payload: {}, availableAt },
    });
    const [row] = (
      await server.query("select extract(epoch from available_at) as at from outbox_messages where id = $1", [id])
    ).rows;
    expect(Number(row.at) * 1_000).toBe(availableAt.getTime());
    expect((await prisma().outboxMessage.findUniqueOrThrow({ where: { id } })).availableAt).toEqual(availableAt);
    const [now] = await prisma().$queryRaw<{ now: Date }[]>`select now() as now`;
    expect(Math.abs((now?.now.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it("leaves no prepared statement and no lock of a session behind", async () => {
    const { rows } = await server.query(
      `select count(*)::int as locks from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(rows[0]?.locks).toBe(0);
    if (!pooler) return;
    for (let turn = 0; turn < 8; turn++) {
      const left = await prisma().$queryRaw<
        { name: string }[]
      >`select name from pg_prepared_statements where name <> ''`;
      expect(left).toEqual([]);
    }
  });
});
