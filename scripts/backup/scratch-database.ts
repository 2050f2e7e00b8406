import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../embedded-postgres";

/** Runs `work` on an empty PostgreSQL in a temporary folder, which is removed afterwards. */
export async function withScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), "understudy-scratch-"));
  try {
    // It need not survive a crash.
    const database = await startEmbeddedPostgres({ dataDir, flags: ["-c", "fsync=off", "-c", "full_page_writes=off"] });
    try {
      return await work(database.url);
    } finally {
      await database.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
