import { isDatabaseUp } from "@/lib/core/database-watch";
import { epochQuestions } from "@/lib/core/epoch";
import { sharedCacheState } from "@/lib/core/redis";
import { counts } from "./counts";
import { memoryUse } from "./entry";
import { snapshotState } from "./snapshot/held";

/** The runtime's state as numbers for /metrics. `sharedCache` is null without Redis, `snapshot` without one. */
export function runtimeMetrics() {
  const { entries, bytes } = memoryUse();
  return {
    ...counts,
    memoryEntries: entries,
    memoryBytes: bytes,
    epochQuestions: epochQuestions(),
    isDatabaseUp: isDatabaseUp(),
    snapshot: snapshotState(),
    sharedCache: sharedCacheState(),
  };
}
