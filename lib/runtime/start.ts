import { stopDatabaseWatch } from "@/lib/core/database-watch";
import { startEpochs, stopEpochs } from "@/lib/core/epoch";
import { settleAnnouncements } from "@/lib/core/epoch-announcements";
import { closeSharedCache } from "@/lib/core/redis";
import { flushExposures } from "./exposures";

/** Polls epochs and listens for hints from now on; for processes that live long. Doing it twice changes nothing. */
export function startRuntime(): void {
  startEpochs();
}

/** Writes and tells what is still to be, and lets go of Redis. The database stays for others to close. */
export async function stopRuntime(): Promise<void> {
  stopEpochs();
  await flushExposures();
  await settleAnnouncements();
  stopDatabaseWatch();
  closeSharedCache();
}
