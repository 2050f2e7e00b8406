import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouse } from "@/lib/core/clickhouse";
import { forwardMeter } from "./meter";
import { compareCounts, type DayCount } from "./queries/compare-counts";
import { findBackfill, readLag } from "./queries/forward-queue";

type Move = {
  store: ClickHouse;
  /** A round of copying; null: another process is at it, or ClickHouse is away. */
  copy: () => Promise<Record<string, number> | null>;
  /** Told of what is copied meanwhile. */
  onProgress?: (copied: number) => void;
  signal?: AbortSignal;
};

/** Events come while it copies: what has waited for a shorter time than this is left to the worker. */
const settledSeconds = 60;
const pauseMs = 500;
/** A day of which events come just now is counted again so often. */
const mostCounts = 4;

const isSame = ({ postgres, clickHouse }: DayCount) => postgres === clickHouse;

/** Copies until everything of before is there. Where a worker does it, this waits for it. */
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
 * Copies what PostgreSQL holds into ClickHouse and counts both by workspace and day. A day whose counts differ is counted
 * again after another round, as events come meanwhile. Interrupted, it goes on where it was.
 */
export async function moveEvents(move: Move): Promise<DayCount[]> {
  for (let counts = 1; ; counts++) {
    await copyAll(move);
    const days = await compareCounts(move.store);
    if (days.every(isSame) || counts === mostCounts) return days;
  }
}
