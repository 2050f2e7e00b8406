import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";

const delaysMs = [250, 500, 1_000, 2_000, 4_000, 8_000];

/**
 * Stores a paid result even if the database is briefly unavailable: retries for 15 s, also while the run ends. `write`
 * may run twice.
 */
export async function keep<T>(write: () => Promise<T>, wait: (ms: number) => Promise<unknown> = sleep): Promise<T> {
  for (const delayMs of delaysMs) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      await wait(delayMs);
    }
  }
  return write();
}
