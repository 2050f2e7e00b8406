/** Allows one Understudy per data folder. */
import { join } from "node:path";
import { findHolder, takeFile } from "./file-lock";

const lockFile = (dataDir: string) => join(dataDir, "instance.lock");

/** The pid of the process that runs on the folder, as text. Null: none. */
export const findInstance = (dataDir: string) => findHolder(lockFile(dataDir));

/** Locks the folder or throws a sentence. Returns the function that releases it. */
export function lockDataDir(dataDir: string): () => void {
  const taken = takeFile(lockFile(dataDir));
  if ("release" in taken) return taken.release;
  throw new Error(
    `Understudy is already running on ${dataDir} (process ${taken.holder}). Stop it, or set UNDERSTUDY_DATA_DIR.`,
  );
}
