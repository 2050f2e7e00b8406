import { readFileSync, readlinkSync } from "node:fs";
import type { Worker } from "node:worker_threads";

/** Returns this thread's id in the operating system. 0 where it is unknown (everywhere but Linux). */
export function ownThreadId(): number {
  try {
    return Number(readlinkSync("/proc/thread-self").split("/").at(-1));
  } catch {
    return 0;
  }
}

/** Returns the processor time of a thread of this process in ms. Null if the system does not report it. */
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
 * Estimates a thread's processor time in ms where the system does not report it: a quarter of the time its event loop
 * was active, so that a busy machine does not stop runs too early.
 */
export function busyMs(worker: Worker): number {
  return worker.performance.eventLoopUtilization().active / 4;
}
