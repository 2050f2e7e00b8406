import type { Level } from "./api";

/** Logs a message, at most once a minute per `kind`. */
export type Log = (level: Level, kind: string, message: string, error?: unknown) => void;

const gapMs = 60_000;

/** Creates a log with rate limits. Errors of its listener are ignored. */
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
      // an error of the listener is ignored
    }
  };
}
