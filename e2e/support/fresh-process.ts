type Settings = {
  DATABASE_URL?: string;
  REDIS_URL?: string;
  UPSTASH_REDIS_REST_URL?: string;
  UPSTASH_REDIS_REST_TOKEN?: string;
};

const values = Symbol.for("understudy.values");

/** A process that remembers nothing, for tests: the next use of any shared value makes a new one. */
export function freshProcess(settings: Settings): void {
  Reflect.deleteProperty(globalThis, values);
  const empty = { REDIS_URL: "", UPSTASH_REDIS_REST_URL: "", UPSTASH_REDIS_REST_TOKEN: "" };
  Object.assign(process.env, empty, settings);
}

export type OtherProcess = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * A further process with a memory of its own, within this one: while `work` runs, everybody here is that process. For
 * work that is over when its promise is, without timers.
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
