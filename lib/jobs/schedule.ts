import { settleAnnouncements } from "@/lib/core/epoch-announcements";
import { logger } from "@/lib/core/logger";
import { clearDelivered } from "@/lib/core/outbox-retention";
import { singleton } from "@/lib/core/singleton";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";

const timers = singleton("background-timers", () => new Set<NodeJS.Timeout>());

function every(ms: number, name: string, work: () => Promise<unknown>): void {
  let isRunning = false;
  const timer = setInterval(async () => {
    if (isRunning) return;
    isRunning = true;
    await work().catch((error: unknown) => logger().warn({ err: error, job: name }, "a scheduled job failed"));
    isRunning = false;
  }, ms);
  timer.unref();
  timers.add(timer);
}

/** Starts what runs beside requests in a long-lived process. Every job is safe to run in several processes at once. */
export function startBackground(): void {
  startRuntime();
  every(3_600_000, "retention", clearDelivered);
}

/** Stops it, after telling the others what is still to be told. */
export async function stopBackground(): Promise<void> {
  for (const timer of timers) clearInterval(timer);
  timers.clear();
  await settleAnnouncements();
  await stopRuntime();
}
