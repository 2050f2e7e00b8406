import { type Check, type InstanceFacts, isAway } from "../schema";
import { bytes, passed, warned } from "../words";

const slowMs = 20;

/** Checks Redis. It is optional, so every problem is only a warning. */
export function checkRedis({ redis, processes }: InstanceFacts): Check[] {
  const of = { id: "redis", title: "Redis" };
  if (!redis) {
    const hosts = new Set(processes.map(({ host }) => host)).size;
    if (hosts < 2) return [passed(of, "Not set. One instance needs none.")];
    return [
      warned(
        of,
        `Not set, with ${hosts} hosts: they get a release by polling PostgreSQL, within 5 s.`,
        "Set REDIS_URL on every instance to be notified at once.",
      ),
    ];
  }
  if (isAway(redis))
    return [
      warned(
        of,
        `Redis does not answer: ${redis.error}`,
        "Check REDIS_URL and the server. Until then instances poll PostgreSQL, and get a release within 5 s.",
      ),
    ];
  const { kind, version, policy, maxMemoryBytes, isReplica, answerMs } = redis;
  const name = kind === "upstash" ? "Upstash" : `Redis ${version ?? "(version not reported)"}`;
  if (isReplica) return [warned(of, `${name} is a replica, which takes no writes.`, "Point REDIS_URL to the primary.")];
  if (version && Number.parseFloat(version) < 6.2)
    return [warned(of, `${name} is too old.`, "Upgrade to Redis 6.2 or newer.")];
  if (policy === "noeviction" && maxMemoryBytes)
    return [
      warned(
        of,
        `${name} refuses writes once its ${bytes(maxMemoryBytes)} are full (maxmemory-policy noeviction).`,
        "Set maxmemory-policy to allkeys-lru, or volatile-lru where other data lives there.",
      ),
    ];
  const limit = maxMemoryBytes ? `${bytes(maxMemoryBytes)}, ${policy}` : policy && "no limit of memory";
  const speed = `answers after ${Math.max(1, Math.round(answerMs))} ms`;
  if (answerMs > slowMs && kind === "tcp")
    return [warned(of, `${name} ${speed}.`, "Run it in the region of the instances: a resolve waits 80 ms at most.")];
  return [passed(of, `${name} ${speed}${limit ? ` (${limit})` : ""}.`)];
}
