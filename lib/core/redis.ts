import { Breaker, type BreakerOptions } from "./breaker";
import { env } from "./env";
import { logger } from "./logger";
import type { ConnectionReport, RedisDriver } from "./redis-driver";
import { raiseEpochScript, type Script, setIfNewerScript } from "./redis-scripts";
import { createTcpDriver } from "./redis-tcp";
import { createUpstashDriver } from "./redis-upstash";
import { singleton } from "./singleton";

/** `knownEpoch` is the environment's epoch in Redis, or null. */
type SharedEntry = { epoch: number; value: string; knownEpoch: number | null };

/**
 * The cache that all instances share. A read has a deadline of 80 ms. A write, which no request awaits, has one second.
 */
export type SharedCache = {
  readonly kind: RedisDriver["kind"];
  readonly breaker: Breaker;
  /** Returns null without an entry, or if Redis is not available. */
  get(environmentId: string, entryKey: string): Promise<SharedEntry | null>;
  /** Returns false if a newer entry is stored, or if Redis is not available. */
  setIfNewer(
    environmentId: string,
    entryKey: string,
    epoch: number,
    value: string,
    ttlSeconds: number,
  ): Promise<boolean>;
  /** Throws if Redis is not available or rejects writes (its memory is full). The caller retries later. */
  raiseEpoch(environmentId: string, epoch: number): Promise<void>;
  publish(channel: Channel, message: string): Promise<void>;
  subscribe(channel: Channel, onMessage: (message: string) => void): () => void;
  close(): void;
};

/** What instances tell each other: epochs of environments, and hints about open editors. */
type Channel = "epochs" | "hints";
const channels = { epochs: "understudy:epochs", hints: "understudy:hints" } as const satisfies Record<Channel, string>;

const epochSeconds = 15 * 60;
// The deadline of writes in ms. No request waits for them, and a distant Redis must still receive a release.
const backgroundMs = 1_000;
// The braces keep an environment's keys on one node of a cluster. The number is the version of the value format.
const epochKey = (environmentId: string) => `understudy:1:{${environmentId}}:epoch`;
const entryKeyOf = (environmentId: string, entryKey: string) => `understudy:1:{${environmentId}}:entry:${entryKey}`;

/** Redis rejected a write. Reads and hints still work, so the breaker stays closed. */
class Refusal extends Error {}

function toRefusal(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : "";
  if (/\b(OOM|MISCONF|READONLY|NOREPLICAS)\b/.test(message)) return new Refusal(message, { cause: error });
  throw error;
}

/** Wraps a driver with deadline, breaker and epoch rules. */
export function createSharedCache(driver: RedisDriver, options?: BreakerOptions): SharedCache {
  const breaker = new Breaker(options);
  const write = async (script: Script, keys: string[], values: string[]) => {
    const attempt = () => driver.evaluate(script, keys, values).catch(toRefusal);
    const reply = await breaker.call(attempt, backgroundMs);
    if (reply instanceof Refusal) throw reply;
    return reply;
  };
  return {
    kind: driver.kind,
    breaker,
    async get(environmentId, entryKey) {
      const keys = [epochKey(environmentId), entryKeyOf(environmentId, entryKey)];
      const replies = await breaker.call(() => driver.readMany(keys)).catch(() => null);
      return replies && parseEntry(replies[0], replies[1]);
    },
    async setIfNewer(environmentId, entryKey, epoch, value, ttlSeconds) {
      const keys = [epochKey(environmentId), entryKeyOf(environmentId, entryKey)];
      const values = [String(epoch), value, String(ttlSeconds), String(epochSeconds)];
      const reply = await write(setIfNewerScript, keys, values).catch(() => 0);
      return Number(reply) === 1;
    },
    async raiseEpoch(environmentId, epoch) {
      const values = [String(epoch), String(epochSeconds)];
      await write(raiseEpochScript, [epochKey(environmentId)], values);
    },
    publish: (channel, message) => breaker.call(() => driver.publish(channels[channel], message), backgroundMs),
    subscribe: (channel, onMessage) => driver.subscribe(channels[channel], onMessage),
    close: () => driver.close(),
  };
}

const entryForm = /^(\d{1,10}):(.*)$/s;

function parseEntry(epochReply: unknown, entryReply: unknown): SharedEntry | null {
  const [, epoch, value] = (typeof entryReply === "string" && entryForm.exec(entryReply)) || [];
  if (epoch === undefined || value === undefined || Number(epoch) < 1) return null;
  const isEpoch = typeof epochReply === "string" && /^\d{1,10}$/.test(epochReply);
  return { epoch: Number(epoch), value, knownEpoch: isEpoch ? Number(epochReply) : null };
}

/**
 * Logs that Redis is not available after six failed steps in a row. Steps are sequential, so that a startup that blocks
 * the process for seconds counts as one step.
 */
export function createReport(stepMs = 500): ConnectionReport {
  let timer: NodeJS.Timeout | undefined;
  let isLogged = false;
  const wait = (steps: number) => {
    timer = setTimeout(() => {
      if (steps > 1) return wait(steps - 1);
      isLogged = true;
      logger().warn("Redis is not available; prompts are served from memory and the database");
    }, stepMs);
    timer.unref();
  };
  return {
    failed() {
      if (!timer) wait(6);
    },
    connected() {
      clearTimeout(timer);
      timer = undefined;
      if (isLogged) logger().info("Redis is back");
      isLogged = false;
    },
  };
}

function createDriver(): RedisDriver | null {
  const { REDIS_URL, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = env();
  const report = createReport();
  if (REDIS_URL) return createTcpDriver(REDIS_URL, report);
  if (UPSTASH_REDIS_REST_URL && UPSTASH_REDIS_REST_TOKEN)
    return createUpstashDriver({ url: UPSTASH_REDIS_REST_URL, token: UPSTASH_REDIS_REST_TOKEN, report });
  return null;
}

/** Returns the shared cache of this process by its settings: TCP, Upstash REST, or null. */
export function sharedCache(): SharedCache | null {
  return singleton("shared-cache", () => {
    const driver = createDriver();
    return driver && createSharedCache(driver);
  });
}

/** The state of the shared cache for metrics. Null without one. */
export function sharedCacheState() {
  const cache = sharedCache();
  if (!cache) return null;
  const { attempts, failures, refusals, state } = cache.breaker;
  return { kind: cache.kind, attempts, failures, refusals, breaker: state };
}

/** Closes the connection to Redis when the process ends. */
export function closeSharedCache(): void {
  sharedCache()?.close();
}
