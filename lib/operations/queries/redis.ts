import { createClient } from "redis";
import { createUpstashDriver } from "@/lib/core/redis-upstash";
import type { Away, RedisFacts } from "../schema";
import { sentenceOf } from "./database";

const patienceMs = 2_000;

export type RedisSettings = {
  REDIS_URL?: string | undefined;
  UPSTASH_REDIS_REST_URL?: string | undefined;
  UPSTASH_REDIS_REST_TOKEN?: string | undefined;
};

/** Reads the state of Redis over a separate connection. An error becomes a sentence. Null if it is not configured. */
export async function readRedis(settings: RedisSettings): Promise<RedisFacts | Away | null> {
  const { REDIS_URL: url, UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: token } = settings;
  try {
    if (url) return await readTcp(url);
    if (restUrl && token) return await readUpstash(restUrl, token);
    return null;
  } catch (error) {
    return { error: sentenceOf(error) };
  }
}

async function readTcp(url: string): Promise<RedisFacts> {
  const client = createClient({
    url,
    RESP: 2,
    name: "understudy-doctor",
    disableOfflineQueue: true,
    socket: { connectTimeout: patienceMs, socketTimeout: patienceMs, reconnectStrategy: false },
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const began = performance.now();
    await client.ping();
    const answerMs = performance.now() - began;
    const info = await client.info().catch(() => ""); // some services do not permit it
    return { kind: "tcp", answerMs, ...parseInfo(info) };
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/** Parses the lines of INFO. */
function parseInfo(info: string): Omit<RedisFacts, "kind" | "answerMs"> {
  const values = new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const [name, ...rest] = line.split(":");
      return name && rest.length > 0 ? [[name, rest.join(":")] as const] : [];
    }),
  );
  const maxMemory = values.get("maxmemory");
  return {
    version: values.get("redis_version") ?? null,
    maxMemoryBytes: maxMemory === undefined ? null : Number(maxMemory),
    policy: values.get("maxmemory_policy") ?? null,
    isReplica: values.get("role") === "slave",
  };
}

async function readUpstash(url: string, token: string): Promise<RedisFacts> {
  const driver = createUpstashDriver({ url, token, timeoutMs: patienceMs });
  const began = performance.now();
  await driver.readMany(["understudy:doctor"]).finally(() => driver.close());
  const answerMs = performance.now() - began;
  return { kind: "upstash", answerMs, version: null, maxMemoryBytes: null, policy: null, isReplica: false };
}
