import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { startUpstashBridge, type UpstashBridge } from "@/e2e/support/upstash-bridge";
import { closeDatabase } from "@/lib/core/db";
import { checkEpoch, noteEpoch } from "@/lib/core/epoch";
import { type SharedCache, sharedCache } from "@/lib/core/redis";
import { clearMemory } from "./entry";
import { resolvePrompt } from "./resolve";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
const redisUrl = process.env.TEST_REDIS_URL;
// How long the response is held at first, so that the statement is known to be finished. It is then held as long as
// needed.
const holdMs = 800;
const patient = { timeout: 10_000, interval: 5 };
let registry: RawRegistry;
let proxy: TcpProxy;
let bridge: UpstashBridge | undefined;
let version = 1;

beforeAll(async () => {
  registry = await createRawRegistry(databaseUrl);
  const target = new URL(databaseUrl);
  target.searchParams.set("application_name", registry.workspaceId);
  proxy = await startTcpProxy({ target: target.href });
  if (redisUrl) bridge = await startUpstashBridge({ redisUrl });
  for (const name of ["warm-up", "raced"]) {
    await registry.addPrompt(name);
    await registry.release(name, await registry.addVersion(name, saying("first")));
  }
});
afterAll(async () => {
  await Promise.all([proxy.stop(), bridge?.stop(), registry.close()]);
});
afterEach(async () => {
  await proxy.restore();
  sharedCache()?.close();
  await closeDatabase();
});

const environmentId = () => registry.environments.production;
const resolve = async (name: string) => (await resolvePrompt(registry.actor, { name })).facts.version;

const lastRead = async (): Promise<unknown> => {
  const text = `select max(state_change) as at from pg_stat_activity
    where application_name = $1 and state = 'idle' and query like '%left join deployments%'`;
  return String((await registry.sql(text, [registry.workspaceId]))[0]?.at?.valueOf());
};

/**
 * Runs a reader whose statement is finished but whose response has not arrived, while a version is released and
 * announced.
 */
async function raceWithRelease(announce: (epoch: number) => Promise<unknown> | unknown): Promise<void> {
  await registry.release("raced", version); // Redis now has an outdated entry
  await resolve("warm-up"); // opens the connection and reads the environment
  await checkEpoch(environmentId());
  clearMemory();
  const readBefore = await lastRead();
  proxy.slow(holdMs);
  let isWaiting = true;
  const reader = resolve("raced").finally(() => {
    isWaiting = false;
  });
  await vi.waitFor(async () => expect(await lastRead()).not.toBe(readBefore), patient);
  proxy.blackHole();
  const old = version;
  version = await registry.addVersion("raced", saying("next"));
  await announce(await registry.release("raced", version));
  expect(isWaiting).toBe(true);
  await proxy.restore();
  expect(await reader).toBe(old);
}

describe("a reader paused between database and cache during a release", () => {
  test("leaves no old entry in memory", async () => {
    freshProcess({ DATABASE_URL: proxy.url });
    await raceWithRelease((epoch) => noteEpoch(environmentId(), epoch));
    expect(await resolve("raced")).toBe(version);
  });

  test("is not shared with calls after the release", async () => {
    freshProcess({ DATABASE_URL: proxy.url });
    let late: Promise<number> | undefined;
    await raceWithRelease((epoch) => {
      noteEpoch(environmentId(), epoch);
      late = resolve("raced");
    });
    expect(await late).toBe(version);
  });

  test("without a hint of the release, serves the old entry at most until the next epoch check", async () => {
    freshProcess({ DATABASE_URL: proxy.url });
    await raceWithRelease(() => {});
    expect(await resolve("raced")).toBe(version - 1);
    await checkEpoch(environmentId());
    expect(await resolve("raced")).toBe(version);
  });
});

describe.skipIf(!redisUrl).each(["tcp", "upstash"] as const)("the same with a Redis over %s", (kind) => {
  let cache: SharedCache;

  async function open(): Promise<void> {
    const upstash = { UPSTASH_REDIS_REST_URL: bridge?.url ?? "", UPSTASH_REDIS_REST_TOKEN: bridge?.token ?? "" };
    freshProcess({ DATABASE_URL: proxy.url, ...(kind === "tcp" ? { REDIS_URL: redisUrl ?? "" } : upstash) });
    const shared = sharedCache();
    if (!shared) throw new Error("no shared cache");
    cache = shared;
    await vi.waitFor(() => cache.raiseEpoch(environmentId(), 1), patient);
  }

  test("writes no old entry to Redis if Redis knows the release", async () => {
    await open();
    await raceWithRelease((epoch) => cache.raiseEpoch(environmentId(), epoch));
    // This write shows that an accepted write would be visible.
    await vi.waitFor(async () => {
      await checkEpoch(environmentId());
      clearMemory();
      expect(await resolve("raced")).toBe(version);
      expect((await cache.get(environmentId(), ":raced"))?.value).toContain(`"version":${version}`);
    }, patient);
  });

  test("an old entry in Redis is rejected by a process that knows the epoch", async () => {
    await open();
    await raceWithRelease(() => {});
    await vi.waitFor(
      async () => expect((await cache.get(environmentId(), ":raced"))?.value).toContain(`"version":${version - 1}`),
      patient,
    );
    clearMemory();
    await checkEpoch(environmentId());
    expect(await resolve("raced")).toBe(version);
  });
});
