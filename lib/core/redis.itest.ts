import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Redis, startRedis } from "@/e2e/support/redis";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { startUpstashBridge, type UpstashBridge } from "@/e2e/support/upstash-bridge";
import { logger } from "./logger";
import { createReport, createSharedCache, type SharedCache } from "./redis";
import { createTcpDriver } from "./redis-tcp";
import { createUpstashDriver } from "./redis-upstash";

const hasRedis = Boolean(process.env.TEST_REDIS_URL);
let redis: Redis;
let raw: ReturnType<typeof createClient>;
let proxy: TcpProxy;
let bridge: UpstashBridge;
let cache: SharedCache;
let environment: string;

beforeAll(async () => {
  if (!hasRedis) return;
  redis = await startRedis();
  raw = createClient({ url: redis.url });
  await raw.connect();
  proxy = await startTcpProxy({ target: redis.url });
  bridge = await startUpstashBridge({ redisUrl: redis.url });
});
afterAll(async () => {
  if (!hasRedis) return;
  raw.destroy();
  await Promise.all([proxy.stop(), bridge.stop()]);
  await redis.stop();
});

const entryName = () => `understudy:1:{${environment}}:entry:a/b`;
const epochName = () => `understudy:1:{${environment}}:epoch`;
const patient = { deadlineMs: 2_000 };

const kinds = {
  tcp: {
    open: (options?: object) => createSharedCache(createTcpDriver(proxy.url), options),
    faults: (): Pick<TcpProxy, "cut" | "blackHole" | "restore"> => proxy,
    drop: () => proxy.dropConnections(),
  },
  upstash: {
    open: (options?: object) =>
      createSharedCache(createUpstashDriver({ url: bridge.url, token: bridge.token }), options),
    faults: (): Pick<TcpProxy, "cut" | "blackHole" | "restore"> => bridge,
    drop: () => bridge.dropSubscribers(),
  },
};

async function answering(cache: SharedCache): Promise<SharedCache> {
  await vi.waitFor(() => cache.raiseEpoch(environment, 1), { timeout: 10_000, interval: 50 });
  return cache;
}

describe.skipIf(!hasRedis).each(["tcp", "upstash"] as const)("the shared cache over %s", (kind) => {
  const { open, faults, drop } = kinds[kind];

  beforeEach(async () => {
    environment = randomUUID();
    cache = await answering(open({ failures: 1_000, ...patient }));
  });
  afterEach(async () => {
    cache.close();
    await faults().restore();
  });

  test("returns written entries, with their epoch and time to live", async () => {
    const value = JSON.stringify({ text: "Grüße: 世界 🎭 {} : 12:" });
    expect(await cache.setIfNewer(environment, "a/b", 3, value, 300)).toBe(true);
    expect(await cache.get(environment, "a/b")).toEqual({ epoch: 3, value, knownEpoch: 3 });
    expect(await cache.get(environment, "other")).toBeNull();
    expect(await raw.ttl(entryName())).toBeGreaterThan(290);
    expect(await raw.ttl(epochName())).toBeGreaterThan(890);
  });

  test("refuses entries older than the environment or the stored entry", async () => {
    await cache.raiseEpoch(environment, 5);
    expect(await cache.setIfNewer(environment, "a/b", 4, '"old"', 300)).toBe(false);
    expect(await cache.get(environment, "a/b")).toBeNull();
    expect(await cache.setIfNewer(environment, "a/b", 5, '"new"', 300)).toBe(true);
    expect(await cache.setIfNewer(environment, "a/b", 4, '"old"', 300)).toBe(false);
    await cache.raiseEpoch(environment, 2);
    expect(await cache.get(environment, "a/b")).toEqual({ epoch: 5, value: '"new"', knownEpoch: 5 });
  });

  test("continues after FLUSHALL and SCRIPT FLUSH", async () => {
    await cache.setIfNewer(environment, "a/b", 5, '"x"', 300);
    await raw.flushAll();
    await raw.sendCommand(["SCRIPT", "FLUSH"]);
    expect(await cache.get(environment, "a/b")).toBeNull();
    expect(await cache.setIfNewer(environment, "a/b", 5, '"x"', 300)).toBe(true);
  });

  test("ignores forged values, and overwrites them", async () => {
    for (const planted of ["", "nonsense", ":{}", "-1:{}", "1e3:{}x", "NaN:{}", "99999999999999999999:{}"]) {
      await raw.set(entryName(), planted);
      expect(await cache.get(environment, "a/b"), planted).toBeNull();
      expect(await cache.setIfNewer(environment, "a/b", 1, '"x"', 300), planted).toBe(true);
    }
    for (const key of [entryName(), epochName()]) {
      await raw.del(key);
      await raw.lPush(key, "list");
      expect((await cache.get(environment, "a/b"))?.knownEpoch ?? null).toBeNull();
      expect(await cache.setIfNewer(environment, "a/b", 2, '"x"', 300)).toBe(true);
    }
    await raw.set(epochName(), "9007199254740991");
    await cache.raiseEpoch(environment, 7);
    expect(await raw.get(epochName())).toBe("7");
  });

  test("delivers messages, also after its connection broke", async () => {
    const received: string[] = [];
    const stop = cache.subscribe("epochs", (message) => received.push(message));
    const hears = (text: string) =>
      vi.waitFor(
        async () => {
          await cache.publish("epochs", text);
          expect(received).toContain(text);
        },
        { timeout: 10_000, interval: 50 },
      );
    await hears('{"environment":"a","epoch":1}');
    drop();
    await hears("again, with a comma");
    stop();
  });

  test("a stopped Redis fails immediately, and is used again once it is available", async () => {
    await faults().cut();
    await expect(cache.raiseEpoch(environment, 9)).rejects.toThrow();
    expect(await cache.get(environment, "a/b")).toBeNull();
    await faults().restore();
    await answering(cache);
    expect(await cache.setIfNewer(environment, "a/b", 9, '"x"', 300)).toBe(true);
  });

  test("a Redis that never answers is called five times, then skipped", async () => {
    const strict = await answering(open({ deadlineMs: 80, halfOpenAfterMs: 60_000 }));
    const before = strict.breaker.attempts;
    faults().blackHole();
    for (let call = 0; call < 30; call++) expect(await strict.get(environment, "a/b")).toBeNull();
    expect(strict.breaker.attempts - before).toBe(5);
    expect(strict.breaker.state).toBe("open");
    strict.close();
  });

  test("-OOM refuses writes, and existing entries can still be read", async () => {
    await cache.setIfNewer(environment, "a/b", 3, '"x"', 300);
    await raw.configSet({ maxmemory: "1", "maxmemory-policy": "noeviction" });
    try {
      expect(await cache.setIfNewer(environment, "a/b", 4, '"y"', 300)).toBe(false);
      await expect(cache.raiseEpoch(environment, 4)).rejects.toThrow();
      expect(await cache.get(environment, "a/b")).toEqual({ epoch: 3, value: '"x"', knownEpoch: 3 });
    } finally {
      await raw.configSet({ maxmemory: "0" });
    }
  });

  test("-OOM does not open the breaker: reads and hints continue", async () => {
    const own = await answering(open({ failures: 3, ...patient }));
    await own.setIfNewer(environment, "a/b", 3, '"x"', 300);
    await raw.configSet({ maxmemory: "1", "maxmemory-policy": "noeviction" });
    try {
      for (let write = 0; write < 5; write++)
        expect(await own.setIfNewer(environment, "a/b", 4, '"y"', 300)).toBe(false);
      expect(own.breaker.state).toBe("closed");
      expect(await own.get(environment, "a/b")).toMatchObject({ epoch: 3 });
      await own.publish("epochs", "a hint");
    } finally {
      await raw.configSet({ maxmemory: "0" });
      own.close();
    }
  });
});

describe.skipIf(!hasRedis)("the log line of an unavailable Redis", () => {
  const watched = () => {
    const report = createReport(50);
    const driver = createTcpDriver(proxy.url, report);
    return { warn: vi.spyOn(logger(), "warn"), info: vi.spyOn(logger(), "info"), driver };
  };
  afterEach(async () => {
    vi.restoreAllMocks();
    await proxy.restore();
  });

  test("is not written if a start keeps the process busy while it connects", { tags: ["slow"] }, async () => {
    const { warn, driver } = watched();
    const until = performance.now() + 1_600;
    while (performance.now() < until); // longer than the connect timeout
    await vi.waitFor(() => driver.readMany(["x"]), { timeout: 5_000 });
    await new Promise((done) => setTimeout(done, 600));
    expect(warn).not.toHaveBeenCalled();
    driver.close();
  });

  test("is written once for an outage, and so is its end", async () => {
    const { warn, info, driver } = watched();
    await vi.waitFor(() => driver.readMany(["x"]), { timeout: 5_000 });
    await proxy.cut();
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), { timeout: 5_000 });
    await new Promise((done) => setTimeout(done, 1_000));
    await proxy.restore();
    await vi.waitFor(() => expect(info).toHaveBeenCalledWith("Redis is back"), { timeout: 5_000 });
    expect(warn).toHaveBeenCalledTimes(1);
    driver.close();
  });
});

describe("a Redis that only answers -LOADING", () => {
  let server: Server;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket
        .on("error", () => {})
        .on("data", () => socket.write("-LOADING Redis is loading the dataset in memory\r\n"));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test("is an unavailable Redis", async () => {
    const url = `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const loading = createSharedCache(createTcpDriver(url), { halfOpenAfterMs: 60_000 });
    for (let call = 0; call < 10; call++) expect(await loading.get("e", "k")).toBeNull();
    await expect(loading.raiseEpoch("e", 1)).rejects.toThrow();
    expect(loading.breaker).toMatchObject({ state: "open", attempts: 5 });
    loading.close();
  });
});
