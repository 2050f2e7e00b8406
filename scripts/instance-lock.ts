/** Allows one Understudy per data folder. */
import { join } from "node:path";
import { findHolder, takeFile } from "./file-lock";

const lockFile = (dataDir: string) => join(dataDir, "instance.lock");

/** The pid of the process that runs on the folder, as text. Null: none. */
export const findInstance = (dataDir: string) => findHolder(lockFile(dataDir));

function take(dataDir: string): ReturnType<typeof takeFile> {
  try {
    return takeFile(lockFile(dataDir));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `The data folder ${dataDir} cannot be used (${code}). Set UNDERSTUDY_DATA_DIR to a folder that this account can write and that has space.`,
      { cause: error },
    );
  }
}

/** Locks the folder or throws a sentence. Returns the function that releases it. */
export function lockDataDir(dataDir: string): () => void {
  const taken = take(dataDir);
  if ("release" in taken) return taken.release;
  throw new Error(
    `Understudy is already running on ${dataDir} (process ${taken.holder}). Stop it, or set UNDERSTUDY_DATA_DIR.`,
  );
}
