/** @module-tag slow */
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Instance, startInstance } from "@/e2e/support/instance";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { startUpstashBridge } from "@/e2e/support/upstash-bridge";
import type { SystemActor } from "@/lib/auth/actor";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
const redisUrl = process.env.TEST_REDIS_URL ?? "";
const prompts = ["fleet/a", "fleet/b"];
let registry: RawRegistry;
let system: SystemActor;
const running: Instance[] = [];

beforeAll(async () => {
  registry = await createRawRegistry(databaseUrl);
  system = { kind: "system", workspaceId: registry.workspaceId, name: "test" };
  for (const name of prompts) {
    await registry.addPrompt(name);
    await registry.release(name, await registry.addVersion(name, saying("one")));
    await registry.addVersion(name, saying("two"));
  }
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((instance) => instance.stop()));
});
afterAll(() => registry.close());

async function start(settings: Record<string, string>): Promise<Instance> {
  const instance = await startInstance({ DATABASE_URL: databaseUrl, ...settings });
  running.push(instance);
  return instance;
}

const serves = (instance: Instance, name: string, version: number, timeout: number) =>
  vi.waitFor(async () => expect((await instance.resolve(registry.actor, name)).version).toBe(version), {
    timeout,
    interval: 20,
  });

/** Loads the prompts in both instances, then the first instance moves the deployment back and forth. */
async function movesAreSeen(first: Instance, second: Instance, timeout: number, moves = [2, 1, 2, 1]): Promise<void> {
  for (const name of prompts) await second.resolve(registry.actor, name);
  for (const version of moves) {
    for (const name of prompts) await first.promote(system, name, version);
    for (const name of prompts) {
      expect((await first.resolve(registry.actor, name)).version).toBe(version);
      await serves(second, name, version, timeout);
      expect((await second.resolve(registry.actor, name)).source).toBe("memory");
    }
  }
}

// The poll alone takes five seconds.
const byHintMs = 2_500;
const patient = { timeout: 10_000 };

test.skipIf(!redisUrl)("a release on one instance reaches the other by its hint, over TCP", async () => {
  const [first, second] = await Promise.all([start({ REDIS_URL: redisUrl }), start({ REDIS_URL: redisUrl })]);
  const redis = await createClient({ url: redisUrl }).connect();
  await vi.waitFor(async () => {
    const [, listeners] = (await redis.sendCommand(["PUBSUB", "NUMSUB", "understudy:epochs"])) as unknown as unknown[];
    expect(Number(listeners)).toBeGreaterThanOrEqual(2);
  }, patient);
  redis.destroy();
  await movesAreSeen(first, second, byHintMs);
});

test.skipIf(!redisUrl)("the same over Upstash REST, while its streams end repeatedly", async () => {
  const bridge = await startUpstashBridge({ redisUrl });
  const settings = { UPSTASH_REDIS_REST_URL: bridge.url, UPSTASH_REDIS_REST_TOKEN: bridge.token };
  const [first, second] = await Promise.all([start(settings), start(settings)]);
  const all = 4; // each instance has a stream for releases, and one for what its pages watch
  const listen = () => vi.waitFor(() => expect(bridge.subscribers()).toBe(all), patient);
  await listen();
  await movesAreSeen(first, second, byHintMs, [2, 1]);
  bridge.dropSubscribers();
  await vi.waitFor(() => expect(bridge.subscribers()).toBeLessThan(all), patient);
  await listen();
  await movesAreSeen(first, second, byHintMs, [2, 1]);
  await Promise.all(running.splice(0).map((instance) => instance.stop()));
  await bridge.stop();
});

test("without any hint the other instance finds out automatically within 15 s", async () => {
  const [first, second] = await Promise.all([start({}), start({})]);
  for (const name of prompts) await first.promote(system, name, 1);
  await movesAreSeen(first, second, 15_000, [2]);
});

test.skipIf(!redisUrl)("an entry that one instance read is used by another from Redis", async () => {
  const [first, second] = await Promise.all([start({ REDIS_URL: redisUrl }), start({ REDIS_URL: redisUrl })]);
  const redis = await createClient({ url: redisUrl }).connect();
  const key = `understudy:1:{${registry.environments.production}}:entry::fleet/a`;
  // Retries if Redis took more than its 80 ms, because the database then answered.
  await vi.waitFor(async () => {
    await first.promote(system, "fleet/a", 2);
    await first.promote(system, "fleet/a", 1);
    await redis.del(key);
    await first.resolve(registry.actor, "fleet/a");
    await vi.waitFor(async () => expect(await redis.exists(key)).toBe(1), patient);
    await second.resolve(registry.actor, "fleet/b"); // reads the epoch from PostgreSQL
    expect((await second.resolve(registry.actor, "fleet/a")).source).toBe("redis");
  }, patient);
  redis.destroy();
});
