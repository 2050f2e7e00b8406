import { isDatabaseUp } from "@/lib/core/db";
import { epochQuestions } from "@/lib/core/epoch";
import { sharedCache } from "@/lib/core/redis";
import { counts } from "./counts";
import { memoryUse } from "./entry";

/** The runtime in plain numbers, for /metrics. `breaker` and the rest of `redis` are null without a Redis. */
export function runtimeMetrics() {
  const cache = sharedCache();
  const { attempts, failures, refusals, state } = cache?.breaker ?? {};
  return {
    ...counts,
    ...{ memoryEntries: memoryUse().entries, memoryBytes: memoryUse().bytes },
    epochQuestions: epochQuestions(),
    isDatabaseUp: isDatabaseUp(),
    redis: cache && { kind: cache.kind, attempts, failures, refusals, breaker: state },
  };
}
