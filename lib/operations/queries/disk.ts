import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { InstanceFacts } from "../schema";

/** Returns the bytes that this user may write in the folder or its nearest existing parent. Null if unknown. */
export async function readFreeBytes(folder: string): Promise<number | null> {
  let path = resolve(folder);
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  const found = await statfs(path).catch(() => null);
  return found && found.bavail * found.bsize;
}

/** Returns the free disk space of the data folder. */
export async function readDisk(folder: string): Promise<InstanceFacts["disk"]> {
  const freeBytes = await readFreeBytes(folder);
  return freeBytes === null
    ? null
    : { folder, freeBytes, holdsDatabase: existsSync(join(folder, "postgres/PG_VERSION")) };
}
