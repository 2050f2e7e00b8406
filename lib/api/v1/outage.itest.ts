import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { mintKey } from "@/lib/auth/key-format";
import { closeDatabase, pingDatabase, prisma } from "@/lib/core/db";
import { type Client, chatContent, createClient, eventMounts, mountBeforeAll } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

let proxy: TcpProxy;
let workspace: TestWorkspace;

beforeAll(async () => {
  proxy = await startTcpProxy({ target: process.env.TEST_DATABASE_URL ?? "" });
  process.env.DATABASE_URL = proxy.url; // before anything in this file connects
  workspace = await createTestWorkspace();
});
afterAll(async () => {
  await proxy.restore();
  await closeDatabase();
  await proxy.stop();
});

describe.each(eventMounts)("without the database, $name", ({ name: mountName, start }) => {
  const mount = mountBeforeAll(start);
  let manage: Client;
  let app: Client;
  const name = mountName.replaceAll(" ", "-").toLowerCase();
  const path = `/prompts/resolve?name=${name}`;

  beforeAll(async () => {
    manage = createClient(mount.send, workspace.manageKey);
    app = createClient(mount.send, workspace.runtimeKeys.production);
    await manage.post("/prompts", { name, content: chatContent("warm {{ word }}") });
    await manage.post(`/prompts/${name}/promote`, { version: 1, environment: "production" });
    expect((await app.get(path)).status).toBe(200);
  });
  afterEach(async () => {
    await proxy.restore();
    await expect.poll(pingDatabase, { timeout: 10_000 }).toBe(true);
  });

  it("serves cached prompts as stale, rendered ones too, and others with 503", async () => {
    await proxy.cut();
    // The outage is noticed a moment after it begins. Until then the cache is used normally.
    const warm = async () => (await app.get(path)).body;
    await expect.poll(warm, { timeout: 20_000 }).toMatchObject({ version: 1, stale: true });
    expect((await app.get(path)).headers.get("x-prompt-source")).toBe("stale");
    const filled = await app.post("/prompts/resolve", { name, variables: { word: "x" } });
    expect(filled.body).toMatchObject({ stale: true, messages: [{ content: "warm x" }] });
    const cold = await app.get("/prompts/resolve?name=never-seen");
    expect(cold.body.code).toBe("database_unavailable");
    expect(Number(cold.headers.get("retry-after"))).toBeLessThanOrEqual(1);
    await proxy.restore();
    await expect.poll(async () => (await app.get(path)).body.stale, { timeout: 20_000 }).toBe(false);
    expect((await app.get("/prompts/resolve?name=never-seen")).body.code).toBe("not_found");
  });

  it("refuses events with 503 and stores them if they are sent again", async () => {
    const event = { type: "feedback", id: `outage-${crypto.randomUUID()}`, interactionId: "x", thumbs: "up" };
    // A thread has its own connections, so it may notice later that the database has recovered.
    const isStored = (each: typeof event) =>
      expect
        .poll(async () => (await app.post("/events", { events: [each] })).body, { timeout: 10_000 })
        .toMatchObject({ accepted: 1, duplicates: 0 });
    await isStored({ ...event, id: crypto.randomUUID() });
    await proxy.cut();
    const refused = await app.post("/events", { events: [event] });
    expect([refused.status, refused.body.code]).toEqual([503, "database_unavailable"]);
    expect(refused.headers.get("retry-after")).toBe("1");
    await proxy.restore();
    await expect.poll(pingDatabase, { timeout: 10_000 }).toBe(true);
    await isStored(event);
  });

  it("answers reads and writes with 503, changes nothing, and works again afterwards", async () => {
    const counts = () => prisma().prompt.count({ where: { workspaceId: workspace.workspaceId } });
    const before = await counts();
    await proxy.cut();
    const body = { name: `${name}-new`, content: chatContent("x") };
    const answers = await Promise.all([
      manage.get("/prompts"),
      manage.get("/audit"),
      manage.post("/prompts", body),
      manage.post("/prompts", body, { "idempotency-key": `outage-${name}` }),
      manage.post(`/prompts/${name}/rollback`, { environment: "production" }),
      manage.post("/keys", { name: "x", scope: "runtime", environments: "all" }),
    ]);
    for (const { status, body: answer, headers } of answers) {
      expect([status, answer.code]).toEqual([503, "database_unavailable"]);
      expect(headers.get("retry-after")).toBe("1");
    }
    await proxy.restore();
    await expect.poll(pingDatabase, { timeout: 10_000 }).toBe(true);
    expect(await counts()).toBe(before);
    const made = await manage.post("/prompts", body, { "idempotency-key": `outage-${name}` });
    expect(made.status).toBe(201);
  });

  it("does not report a key as wrong if it cannot look it up", async () => {
    await proxy.cut();
    const unknown = await createClient(mount.send, mintKey("run")).get(path);
    expect(unknown.body.code).toBe("database_unavailable");
    const malformed = await createClient(mount.send, "us_run_nonsense").get(path);
    expect(malformed.body.code).toBe("invalid_api_key");
  });
});
