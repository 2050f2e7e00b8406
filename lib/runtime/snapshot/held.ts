import { rememberKeys } from "@/lib/auth/api-keys";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { rememberEnvironments } from "../environments";
import type { Lookup } from "../queries";
import { readSnapshot, type SnapshotSettings } from "./file";
import type { Snapshot } from "./format";

/** The interval in ms in which a folder without a usable snapshot is checked again. */
const retryMs = 10_000;

type Held = {
  /** Null if this process keeps no snapshot. */
  settings: SnapshotSettings | null;
  /** The snapshot that was read from the folder. Null after the database has confirmed the entries in memory. */
  snapshot: Snapshot | null;
  /** When the folder's snapshot was written, in ms since 1970, as far as this process knows. */
  savedAt: number | null;
  entries: number;
  bytes: number;
  reading: Promise<void> | undefined;
  readAt: number;
  hasChanged: boolean;
  writes: number;
  failures: number;
};

/** The snapshot state of this process. */
export const held = () =>
  singleton<Held>("snapshot", () => ({
    settings: null,
    snapshot: null,
    savedAt: null,
    entries: 0,
    bytes: 0,
    reading: undefined,
    readAt: Number.NEGATIVE_INFINITY,
    hasChanged: false,
    writes: 0,
    failures: 0,
  }));

/** Marks the folder's snapshot as outdated, so that it is written soon. Costs nothing. */
export function noteChange(): void {
  held().hasChanged = true;
}

/** Reads the folder's snapshot and loads its keys and environments for use without the database. Never throws. */
export function holdSnapshot(): Promise<void> {
  const state = held();
  state.reading ??= read(state).finally(() => {
    state.reading = undefined;
  });
  return state.reading;
}

async function read(state: Held): Promise<void> {
  const { settings } = state;
  if (!settings) return;
  state.readAt = performance.now();
  try {
    const { snapshot, refusal } = await readSnapshot(settings);
    if (refusal) logger().warn({ folder: settings.folder }, `the snapshot is not used: it is ${refusal}`);
    if (!snapshot) return;
    state.snapshot = snapshot;
    state.savedAt = snapshot.savedAt;
    state.entries = snapshot.size;
    state.bytes = snapshot.bytes.length;
    rememberKeys(snapshot.keys, snapshot.savedAt + settings.maxAgeMs);
    rememberEnvironments(snapshot.workspaces);
  } catch (error) {
    logger().warn({ err: error }, "the snapshot cannot be read");
  }
}

/** Drops the loaded snapshot: the database answers, and the folder has a newer one. */
export function releaseSnapshot(): void {
  held().snapshot = null;
  held().readAt = Number.NEGATIVE_INFINITY;
}

/** Returns the snapshot's entry of the lookup during an outage. Null if there is none or it is too old. */
export async function findInSnapshot(lookup: Lookup): Promise<ReturnType<Snapshot["find"]>> {
  const state = held();
  if (!state.settings) return null;
  if (!state.snapshot && performance.now() - state.readAt > retryMs) await holdSnapshot();
  const found = state.snapshot?.find(lookup) ?? null;
  return found && Date.now() - found.at <= state.settings.maxAgeMs ? found : null;
}

/** The snapshot's state for /readyz and /metrics. Null if this process keeps none. */
export function snapshotState() {
  const { settings, savedAt, snapshot, entries, bytes, writes, failures } = held();
  if (!settings) return null;
  return {
    /** Whether prompts can be answered from it. */
    isHeld: snapshot !== null && Date.now() - snapshot.savedAt <= settings.maxAgeMs,
    ageSeconds: savedAt === null ? null : Math.max(0, Math.round((Date.now() - savedAt) / 1_000)),
    maxAgeSeconds: settings.maxAgeMs / 1_000,
    entries,
    bytes,
    writes,
    failures,
  };
}
