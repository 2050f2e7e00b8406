import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createOwnDatabase, type OwnDatabase } from "@/e2e/support/own-database";
import { inviteMember } from "@/lib/auth/commands/invitations";
import { closeDatabase } from "@/lib/core/db";
import { sharePreview } from "@/lib/registry/commands/share-preview";
import { chatContent, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";

const minutes = (count: number) => count * 60_000;
let database: OwnDatabase;
let server: pg.Client;
let mount: Mount;

beforeAll(async () => {
  database = await createOwnDatabase(process.env.TEST_DATABASE_URL ?? "");
  server = new pg.Client({ connectionString: database.url });
  await server.connect();
  freshProcess({ DATABASE_URL: database.url });
  mount = await mountAheadOfNext();
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await mount.stop();
  await closeDatabase();
  await server.end();
  await database.drop();
});

/** Columns with a time within 30 seconds of `ms` from now. These were written with the process's own clock. */
async function columnsOff(ms: number): Promise<string[]> {
  const { rows: columns } = await server.query<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
     join information_schema.tables t on t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.table_schema = 'public' and c.table_name <> '_prisma_migrations' and c.data_type = 'timestamp with time zone'`,
  );
  expect(columns.length).toBeGreaterThan(80);
  const near = `between now() + make_interval(secs => ${ms / 1_000 - 30}) and now() + make_interval(secs => ${ms / 1_000 + 30})`;
  const counts = columns.map(
    ({ table, column }) =>
      `select '${table}.${column}' as name where exists (select 1 from ${table} where ${column} ${near})`,
  );
  const { rows } = await server.query<{ name: string }>(counts.join(" union all "));
  return rows.map(({ name }) => name);
}

describe.each([10, -10])("an instance with a clock that is off by %i minutes", (off) => {
  it("writes the database's times and checks keys by them", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes(off) });
    const databaseNow = Date.now() - minutes(off);
    const workspace = await createTestWorkspace();
    const manage = createClient(mount.send, workspace.manageKey);
    const app = createClient(mount.send, workspace.runtimeKeys.production);
    const post = async (path: string, body?: unknown) => {
      const answer = await manage.post(path, body);
      expect(answer.status, `${path}: ${answer.text}`).toBeLessThan(300);
      return answer.body;
    };
    const name = "timed";
    const place = { name, environment: "production" };
    await post("/prompts", { name, content: chatContent("one") });
    await post(`/prompts/${name}/versions`, { content: chatContent("two") });
    await post(`/prompts/${name}/promote`, { version: 1, environment: "production" });
    await post(`/prompts/${name}/promote`, { version: 2, environment: "production" });
    const request = await post("/change-requests", { ...place, version: 1, title: "Back" });
    const one = `/change-requests/${request.number}`;
    const comment = await post(`${one}/comments`, { body: "Why?" });
    await post(`${one}/comments/${comment.id}/resolve`);
    await post(`${one}/close`, { body: "later" });
    await post(`/prompts/${name}/rollback`, { environment: "production" });
    const suite = await post("/suites", { name: "Everyday", prompt: name });
    await post(`/suites/${suite.id}/cases`, { cases: [{ variables: {}, expected: "x" }] });
    await sharePreview(workspace.owner, { name, version: 2 });
    await inviteMember(workspace.owner, { email: "new@example.test", role: "editor" });
    await manage.patch(`/prompts/${name}`, { description: "changed" });
    await post(`/prompts/${name}/archive`);
    const event = { type: "feedback", id: `e${off}`, interactionId: "x", thumbs: "up" };
    expect((await app.post("/events", { events: [event] })).status).toBe(202);

    const soon = new Date(databaseNow + minutes(5)).toISOString(); // already past on a clock that is ahead
    const key = await post("/keys", { name: "short", scope: "manage", environments: "all", expiresAt: soon });
    expect((await createClient(mount.send, key.key).get("/prompts")).status).toBe(200);
    const late = new Date(databaseNow - minutes(5)).toISOString(); // still in the future on a clock that is behind
    await server.query("update api_keys set expires_at = $2 where id = $1", [key.id, late]);
    const next = await manage.post("/keys", { name: "late", scope: "manage", environments: "all", expiresAt: late });
    expect(next.body.code).toBe("timestamp_out_of_range");
    const rotated = await post("/keys", { name: "turned", scope: "manage", environments: "all" });
    await post(`/keys/${rotated.id}/rotate`, {});
    await manage.delete(`/keys/${rotated.id}`);
    vi.useRealTimers();
    const honoured = () => createClient(mount.send, key.key).get("/prompts");
    await expect.poll(async () => (await honoured()).body.code, { timeout: 10_000 }).toBe("api_key_expired");
    expect(await columnsOff(minutes(off))).toEqual([]);
  });
});
