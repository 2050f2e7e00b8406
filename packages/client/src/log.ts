import type { Level } from "./api";

/** Says something, at most once a minute for each `kind`. */
export type Log = (level: Level, kind: string, message: string, error?: unknown) => void;

const gapMs = 60_000;

/** A log that repeats itself seldom, and whose listener cannot break the client. */
export function createLog(listener: ((level: Level, message: string, error?: unknown) => void) | undefined): Log {
  const saidAt = new Map<string, number>();
  return (level, kind, message, error) => {
    const now = performance.now();
    if (!listener || now - (saidAt.get(kind) ?? Number.NEGATIVE_INFINITY) < gapMs) return;
    if (saidAt.size > 1_000) saidAt.clear();
    saidAt.set(kind, now);
    try {
      listener(level, message, error);
    } catch {
      // a listener's own failure is not ours to spread
    }
  };
}
