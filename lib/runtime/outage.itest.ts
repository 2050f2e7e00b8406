import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { closeDatabase } from "@/lib/core/db";
import { noteEpoch } from "@/lib/core/epoch";
import { sharedCache } from "@/lib/core/redis";
import { resolveFromMemory } from "@/lib/testing/warm";
import { clearMemory } from "./entry";
import { runtimeMetrics } from "./metrics";
import { resolvePrompt } from "./resolve";
import { startRuntime, stopRuntime } from "./start";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
const redisUrl = process.env.TEST_REDIS_URL ?? "";
let registry: RawRegistry;
let database: TcpProxy;
let redis: TcpProxy | undefined;

beforeAll(async () => {
  registry = await createRawRegistry(databaseUrl);
  database = await startTcpProxy({ target: databaseUrl });
  if (redisUrl) redis = await startTcpProxy({ target: redisUrl });
  for (const name of ["warm", "cold"]) {
    await registry.addPrompt(name);
    await registry.release(name, await registry.addVersion(name, saying("one")));
    await registry.addVersion(name, saying("two"));
  }
});
afterAll(async () => {
  await Promise.all([database.stop(), redis?.stop(), registry.close()]);
});
afterEach(async () => {
  await Promise.all([database.restore(), redis?.restore()]);
  await stopRuntime();
  await closeDatabase();
});

const environmentId = () => registry.environments.production;
const resolve = async (name: string, version?: number) => {
  const { facts, source, body } = await resolvePrompt(registry.actor, { name, version });
  return { version: facts.version, source, stale: JSON.parse(body.toString()).stale as boolean };
};
const fast = (name: string) => resolveFromMemory(registry.actor, { environment: "production", name });
const stale = (version: number) => ({ version, source: "stale", stale: true });
const patient = { timeout: 10_000 };
const isBack = () => vi.waitFor(() => expect(isDatabaseUp()).toBe(true), patient);
// A successful statement may hide a broken connection within milliseconds.
const isNoticed = () => vi.waitFor(() => expect(isDatabaseUp()).toBe(false), { ...patient, interval: 1 });

describe("PostgreSQL is unavailable", () => {
  beforeEach(async () => {
    freshProcess({ DATABASE_URL: database.url });
    startRuntime();
    await resolve("warm");
  });

  test.each(["gone", "silent"])("%s: cached prompts are served as stale, others are 503, never 404", async (how) => {
    expect(fast("warm")).not.toBeNull();
    if (how === "gone") await database.cut();
    else database.blackHole();
    await expect(resolve("cold")).rejects.toMatchObject({
      code: "database_unavailable",
      headers: { "retry-after": "1" },
    });
    await expect(resolve("never-there")).rejects.toMatchObject({ code: "database_unavailable" });
    expect(await resolve("warm")).toEqual(stale(1));
    expect(fast("warm")).toBeNull();
    expect(runtimeMetrics().isDatabaseUp).toBe(false);

    await database.restore();
    await isBack();
    expect(await resolve("warm")).toMatchObject({ version: 1, stale: false });
    expect(await resolve("cold")).toMatchObject({ version: 1, stale: false });
    await expect(resolve("never-there")).rejects.toMatchObject({ code: "not_found" });
  });

  test("one broken connection is enough to detect it", async () => {
    await database.cut();
    await isNoticed();
    expect(await resolve("warm")).toEqual(stale(1));
  });

  test("a single broken connection has no lasting effect", async () => {
    database.dropConnections();
    await isNoticed();
    expect(await resolve("warm")).toEqual(stale(1));
    await isBack();
    expect(await resolve("warm")).toMatchObject({ version: 1, stale: false });
  });

  test("a broken connection does not restore a version that a release just replaced", async () => {
    const epoch = await registry.release("warm", 2);
    database.dropConnections();
    await isNoticed();
    noteEpoch(environmentId(), epoch);
    expect(await resolve("warm")).toMatchObject({ version: 2, stale: false });
    noteEpoch(environmentId(), await registry.release("warm", 1));
  });

  test("a prompt that did not exist a moment ago is 503, too", async () => {
    await expect(resolve("never-there")).rejects.toMatchObject({ code: "not_found" });
    await database.cut();
    await isNoticed();
    await expect(resolve("never-there")).rejects.toMatchObject({ code: "database_unavailable" });
  });

  test("a release that was announced but could not be read: the previous one is served as stale", async () => {
    const epoch = await registry.release("warm", 2);
    await database.cut();
    noteEpoch(environmentId(), epoch);
    expect(await resolve("warm")).toEqual(stale(1));
    await database.restore();
    await isBack();
    expect(await resolve("warm")).toMatchObject({ version: 2, stale: false });
    await registry.release("warm", 1);
  });

  test("a locked table: cached prompts are served, others are 503", async () => {
    noteEpoch(environmentId(), await registry.release("cold", 1));
    expect(await resolve("warm")).toMatchObject({ stale: false });
    await registry.sql("begin");
    await registry.sql("lock table versions in access exclusive mode");
    try {
      await expect(resolve("cold")).rejects.toMatchObject({ code: "database_unavailable" });
      expect(await resolve("warm")).toMatchObject({ version: 1 });
    } finally {
      await registry.sql("rollback");
    }
    await isBack();
    expect(await resolve("cold")).toMatchObject({ stale: false });
  });
});

describe.skipIf(!redisUrl)("Redis is unavailable", () => {
  const away = {
    dead: async () => redis?.cut(),
    "black hole": async () => redis?.blackHole(),
    emptied: async () => {
      const client = await createClient({ url: redisUrl }).connect();
      const entry = `understudy:1:{${environmentId()}}:entry::warm`;
      // Resolve does not await the Redis write of the previous answer. It must not arrive after the cache is emptied.
      await vi.waitFor(async () => expect(await client.exists(entry)).toBe(1), patient);
      await client.del([entry, `understudy:1:{${environmentId()}}:epoch`]);
      client.destroy();
    },
  };

  beforeEach(async () => {
    freshProcess({ DATABASE_URL: database.url, REDIS_URL: redis?.url ?? "" });
    startRuntime();
    await vi.waitFor(() => sharedCache()?.raiseEpoch(environmentId(), 1), patient);
    await resolve("warm");
  });

  test.each(Object.keys(away) as (keyof typeof away)[])("%s: every answer comes from the database", async (how) => {
    await away[how]();
    for (let round = 0; round < 10; round++) {
      clearMemory();
      expect(await resolve("warm")).toEqual({ version: 1, source: "database", stale: false });
      if (how === "emptied") await away[how]();
    }
    const breaker = sharedCache()?.breaker;
    if (how === "emptied") expect(breaker?.state).toBe("closed");
    else expect(breaker?.state).toBe("open");
  });

  test("an invalid entry in Redis is a miss, and is overwritten", async () => {
    const client = await createClient({ url: redisUrl }).connect();
    const key = `understudy:1:{${environmentId()}}:entry::warm`;
    const isWritten = () => vi.waitFor(async () => expect(await client.get(key)).toContain('"versionId"'), patient);
    await isWritten();
    const good = String(await client.get(key));
    const [epoch = ""] = good.split(":");
    const other = good.replace('"name":"warm"', '"name":"cold"');
    for (const bad of [`${epoch}:{"a":1}`, `${epoch}:{`, `${epoch}:null`, "x", good.replace('"chat"', '"x"'), other]) {
      await client.set(key, bad);
      clearMemory();
      expect(await resolve("warm"), bad).toMatchObject({ version: 1, source: "database" });
      await isWritten();
    }
    await vi.waitFor(async () => {
      clearMemory();
      expect((await resolve("warm")).source).toBe("redis");
    }, patient);
    client.destroy();
  });

  test("a wrong epoch in Redis only causes a read from PostgreSQL", async () => {
    const client = await createClient({ url: redisUrl }).connect();
    await client.set(`understudy:1:{${environmentId()}}:epoch`, "2000000000");
    clearMemory();
    expect(await resolve("warm")).toEqual({ version: 1, source: "database", stale: false });
    expect(await resolve("warm")).toEqual({ version: 1, source: "memory", stale: false });
    await client.del(`understudy:1:{${environmentId()}}:epoch`);
    client.destroy();
  });

  test("with PostgreSQL also unavailable, the last entry of Redis is served as stale", async () => {
    await resolve("warm");
    const client = await createClient({ url: redisUrl }).connect();
    const key = `understudy:1:{${environmentId()}}:entry::warm`;
    await vi.waitFor(async () => expect(await client.get(key)).toContain('"versionId"'), patient);
    client.destroy();
    await database.cut();
    await isNoticed();
    clearMemory();
    // Resolve does not wait for Redis longer than 80 ms.
    await vi.waitFor(async () => expect(await resolve("warm")).toEqual(stale(1)), patient);
    await expect(resolve("cold")).rejects.toMatchObject({ code: "database_unavailable" });
  });
});
