import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Facts } from "../schema";

/** Bytes that this user may still write where the folder lies, or will lie; null where the system does not say. */
export async function readFreeBytes(folder: string): Promise<number | null> {
  let path = resolve(folder);
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  const found = await statfs(path).catch(() => null);
  return found && found.bavail * found.bsize;
}

/** The disk of the data folder. */
export async function readDisk(folder: string): Promise<Facts["disk"]> {
  const freeBytes = await readFreeBytes(folder);
  return freeBytes === null
    ? null
    : { folder, freeBytes, holdsDatabase: existsSync(join(folder, "postgres/PG_VERSION")) };
}
