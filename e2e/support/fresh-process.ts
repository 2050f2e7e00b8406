type Settings = {
  DATABASE_URL?: string;
  REDIS_URL?: string;
  UPSTASH_REDIS_REST_URL?: string;
  UPSTASH_REDIS_REST_TOKEN?: string;
};

const values = Symbol.for("understudy.values");

/** Clears all shared values of the process, for tests. The next use of any of them creates a new one. */
export function freshProcess(settings: Settings): void {
  Reflect.deleteProperty(globalThis, values);
  const empty = { REDIS_URL: "", UPSTASH_REDIS_REST_URL: "", UPSTASH_REDIS_REST_TOKEN: "" };
  Object.assign(process.env, empty, settings);
}

export type OtherProcess = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Simulates another process within this one: while `work` runs, shared values are those of the other process. Only for
 * work without timers that ends with its promise.
 */
export function otherProcess(settings: Settings): OtherProcess {
  let own: unknown = new Map();
  return async (work) => {
    const before = Reflect.get(globalThis, values);
    freshProcess(settings);
    Reflect.set(globalThis, values, own);
    try {
      return await work();
    } finally {
      own = Reflect.get(globalThis, values);
      Reflect.set(globalThis, values, before);
    }
  };
}
