/** One Understudy per data folder. */
import { join } from "node:path";
import { findHolder, takeFile } from "./file-lock";

const lockFile = (dataDir: string) => join(dataDir, "instance.lock");

/** The process that runs on the folder, as a number in text; null when none does. */
export const findInstance = (dataDir: string) => findHolder(lockFile(dataDir));

/** Takes the folder or throws a sentence; returns how to give it back. */
export function lockDataDir(dataDir: string): () => void {
  const taken = takeFile(lockFile(dataDir));
  if ("release" in taken) return taken.release;
  throw new Error(
    `Understudy is already running on ${dataDir} (process ${taken.holder}). Stop it, or set UNDERSTUDY_DATA_DIR.`,
  );
}
