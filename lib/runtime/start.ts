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

/** Polls epochs and listens for hints and for pages that watch calls from now on; for processes that live long. Doing it twice changes nothing. */
export function startRuntime(): void {
  startEpochs();
  listenForWatchers();
}

/**
 * Keeps a snapshot in the data folder from now on, for processes that own one; resolves once the last one was read, so that
 * prompts can be answered from it. Several processes may share a folder.
 */
export async function startSnapshotIn(folder: string): Promise<void> {
  const maxAgeMs = env().SNAPSHOT_MAX_AGE_HOURS * 3_600_000;
  if (maxAgeMs > 0) await startSnapshot({ folder, secret: readOrCreateSecret(join(folder, "snapshot-key")), maxAgeMs });
}

/** Writes and tells what is still to be, and lets go of Redis. The database stays for others to close. */
export async function stopRuntime(): Promise<void> {
  await stopSnapshot();
  stopEpochs();
  await flushExposures();
  await settleAnnouncements();
  stopDatabaseWatch();
  closeSharedCache();
}
