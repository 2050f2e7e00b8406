import { join } from "node:path";
import { stopDatabaseWatch } from "@/lib/core/database-watch";
import { env } from "@/lib/core/env";
import { startEpochs, stopEpochs } from "@/lib/core/epoch";
import { settleAnnouncements } from "@/lib/core/epoch-announcements";
import { closeSharedCache } from "@/lib/core/redis";
import { readOrCreateSecret } from "@/lib/core/secret-file";
import { listenForWatchers } from "./calls/watch";
import { flushExposures } from "./exposures";
import { startSnapshot, stopSnapshot } from "./snapshot/keep";

/**
 * Starts polling epochs and listening for hints and for pages that watch calls, in long-lived processes. Idempotent.
 */
export function startRuntime(): void {
  startEpochs();
  listenForWatchers();
}

/**
 * Keeps a snapshot in the data folder, for processes that have one. Resolves when the last snapshot is read, so that
 * prompts can be answered from it. Several processes may share a folder.
 */
export async function startSnapshotIn(folder: string): Promise<void> {
  const maxAgeMs = env().SNAPSHOT_MAX_AGE_HOURS * 3_600_000;
  if (maxAgeMs > 0) await startSnapshot({ folder, secret: readOrCreateSecret(join(folder, "snapshot-key")), maxAgeMs });
}

/** Writes and publishes pending data, and closes the connection to Redis. The caller closes the database. */
export async function stopRuntime(): Promise<void> {
  await stopSnapshot();
  stopEpochs();
  await flushExposures();
  await settleAnnouncements();
  stopDatabaseWatch();
  closeSharedCache();
}
