type Settings = {
  DATABASE_URL?: string;
  REDIS_URL?: string;
  UPSTASH_REDIS_REST_URL?: string;
  UPSTASH_REDIS_REST_TOKEN?: string;
};

/** A process that remembers nothing, for tests: the next use of any shared value makes a new one. */
export function freshProcess(settings: Settings): void {
  Reflect.deleteProperty(globalThis, Symbol.for("understudy.values"));
  const empty = { REDIS_URL: "", UPSTASH_REDIS_REST_URL: "", UPSTASH_REDIS_REST_TOKEN: "" };
  Object.assign(process.env, empty, settings);
}
