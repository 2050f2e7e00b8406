/** A process that remembers nothing, for tests: the next use of any shared value makes a new one. */
type Settings = { DATABASE_URL?: string; REDIS_URL?: string; UPSTASH_REDIS_REST_URL?: string };

export function freshProcess(settings: Settings & { UPSTASH_REDIS_REST_TOKEN?: string }): void {
  const registry: Record<symbol, unknown> = globalThis as never;
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (key.description?.startsWith("understudy.")) delete registry[key];
  const empty = { REDIS_URL: "", UPSTASH_REDIS_REST_URL: "", UPSTASH_REDIS_REST_TOKEN: "" };
  Object.assign(process.env, { ...empty, ...settings });
}
