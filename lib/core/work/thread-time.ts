import { readFileSync, readlinkSync } from "node:fs";
import type { Worker } from "node:worker_threads";

/** The id that the operating system knows this thread by; 0 where it does not say (all but Linux). */
export function ownThreadId(): number {
  try {
    return Number(readlinkSync("/proc/thread-self").split("/").at(-1));
  } catch {
    return 0;
  }
}

/** Processor time of a thread of this process so far, in milliseconds; null where the system does not tell. */
export function threadCpuMs(osThreadId: number): number | null {
  if (osThreadId === 0) return null;
  try {
    const [nanoseconds = ""] = readFileSync(`/proc/self/task/${osThreadId}/schedstat`, "latin1").split(" ");
    return Number(nanoseconds) / 1e6;
  } catch {
    return null;
  }
}

/**
 * How long a thread was busy, in milliseconds, where the system does not tell its processor time: wall time while its
 * loop worked, divided by four, so that a busy machine refuses nobody too early.
 */
export function busyMs(worker: Worker): number {
  return worker.performance.eventLoopUtilization().active / 4;
}
