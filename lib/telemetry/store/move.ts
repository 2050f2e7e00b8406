import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouse } from "@/lib/core/clickhouse";
import { forwardMeter } from "./meter";
import { compareCounts, type DayCount } from "./queries/compare-counts";
import { findBackfill, readLag } from "./queries/forward-queue";

type Move = {
  store: ClickHouse;
  /** Copies one round. Returns null if another process is copying or ClickHouse does not respond. */
  copy: () => Promise<Record<string, number> | null>;
  /** Called after each round with the number of rows copied. */
  onProgress?: (copied: number) => void;
  signal?: AbortSignal;
};

/**
 * The greatest queue lag, in seconds, at which the copy counts as complete. New events arrive meanwhile, and the worker
 * forwards them.
 */
const settledSeconds = 60;
const pauseMs = 500;
/** The maximum number of counts for days whose counts differ, because new events may arrive for them. */
const mostCounts = 4;

/** Whether both stores have the same events, except what was set aside. */
export const isCopied = ({ postgres, clickHouse, setAside }: DayCount): boolean => postgres - setAside === clickHouse;

/** Copies until all earlier events are in ClickHouse. If a worker is copying, waits for it. */
async function copyAll({ copy, onProgress, signal }: Move): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const round = await copy();
    if (forwardMeter().isAway) throw new Error("ClickHouse does not answer. What was copied stays; run it again.");
    onProgress?.(forwardMeter().rows);
    const isBehind = (await findBackfill()) !== null || (await readLag()) > settledSeconds;
    if (round !== null && !isBehind) return;
    if (round === null) await sleep(pauseMs, undefined, { signal });
  }
}

/**
 * Copies all events from PostgreSQL to ClickHouse and compares the counts by workspace and day. If counts differ, it
 * copies and counts again, because new events may have arrived. An interrupted copy can be resumed.
 */
export async function moveEvents(move: Move): Promise<DayCount[]> {
  for (let counts = 1; ; counts++) {
    await copyAll(move);
    const days = await compareCounts(move.store);
    if (days.every(isCopied) || counts === mostCounts) return days;
  }
}
