import { Redis } from "@upstash/redis";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startUpstashBridge, type UpstashBridge } from "./upstash-bridge";

const redisUrl = process.env.TEST_REDIS_URL;
const prefix = `bridge-${process.pid}`;
let bridge: UpstashBridge;
const client = (token = bridge.token) =>
  new Redis({
    url: bridge.url,
    token,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(300),
    enableTelemetry: false,
  });

describe.skipIf(!redisUrl)("the Upstash bridge", () => {
  beforeAll(async () => {
    bridge = await startUpstashBridge({ redisUrl: redisUrl ?? "" });
  });
  afterAll(() => bridge?.stop());
  afterEach(() => bridge.restore());

  test("keeps values unchanged, Unicode and objects too", async () => {
    const redis = client();
    expect(await redis.set(`${prefix}:text`, "Grüße, 世界 🎭", { px: 60_000 })).toBe("OK");
    expect(await redis.get(`${prefix}:text`)).toBe("Grüße, 世界 🎭");
    await redis.set(`${prefix}:json`, { a: [1, null, "x"] });
    expect(await redis.get(`${prefix}:json`)).toEqual({ a: [1, null, "x"] });
    expect(await redis.get(`${prefix}:nothing`)).toBeNull();
    expect(await redis.mget(`${prefix}:text`, `${prefix}:nothing`)).toEqual(["Grüße, 世界 🎭", null]);
  });

  test("runs scripts, by text and by hash", async () => {
    const redis = client();
    const script = "redis.call('SET', KEYS[1], ARGV[1]) return {redis.call('GET', KEYS[1]), 7}";
    expect(await redis.eval(script, [`${prefix}:script`], ["v"])).toEqual(["v", 7]);
    const sha = await redis.scriptLoad(script);
    expect(await redis.evalsha(sha, [`${prefix}:script`], ["w"])).toEqual(["w", 7]);
    await expect(redis.evalsha("0".repeat(40), [], [])).rejects.toThrow("NOSCRIPT");
  });

  test("runs pipelines and transactions", async () => {
    const redis = client();
    const key = `${prefix}:count`;
    expect(await redis.pipeline().set(key, 1).incr(key).get(key).exec()).toEqual(["OK", 2, 2]);
    expect(await redis.multi().incr(key).incrby(key, 5).exec()).toEqual([3, 8]);
  });

  test("delivers published messages to subscribers", async () => {
    const subscriber = client().subscribe([`${prefix}:channel`]);
    const subscribed = new Promise((done) => subscriber.on("subscribe", done));
    const received = new Promise((done) => subscriber.on("message", done));
    await subscribed;
    const raw = await createClient({ url: redisUrl }).connect();
    await raw.publish(`${prefix}:channel`, JSON.stringify({ environment: "production", epoch: 4 }));
    expect(await received).toEqual({
      channel: `${prefix}:channel`,
      message: { environment: "production", epoch: 4 },
    });
    expect(await client().publish(`${prefix}:channel`, "x")).toBe(1);
    bridge.dropSubscribers();
    await expect.poll(() => bridge.subscribers()).toBe(0);
    expect(await client().publish(`${prefix}:channel`, "x")).toBe(0);
    raw.destroy();
  });

  test("refuses a wrong token and passes on what Redis refuses", async () => {
    await expect(client("wrong").get("x")).rejects.toThrow("WRONGPASS");
    await client().set(`${prefix}:string`, "a");
    await expect(client().lpush(`${prefix}:string`, "b")).rejects.toThrow("WRONGTYPE");
  });

  test("simulates faults", async () => {
    const redis = client();
    bridge.failWith(429);
    await expect(redis.get("x")).rejects.toThrow("429");
    await bridge.restore();
    bridge.blackHole();
    await expect(redis.get("x")).rejects.toMatchObject({ name: "TimeoutError" });
    await bridge.restore();
    await bridge.cut();
    await expect(redis.get("x")).rejects.toThrow("fetch failed");
    await bridge.restore();
    expect(await redis.get(`${prefix}:nothing`)).toBeNull();
  });
});
