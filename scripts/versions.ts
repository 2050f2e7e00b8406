/**
 * Folders that are created once per state of the sources and never changed, so that a process can use one while another
 * is created.
 */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { dayMs, hourMs } from "@/lib/core/milliseconds";

/** Versions are named by hashes. Other folders are ignored. */
const isVersion = (name: string) => /^[0-9a-f]{16}$/.test(name);

/**
 * Creates `parent/name` with `make`, which fills the given folder. The version appears atomically under its name: if
 * `make` fails or is interrupted, there is none. Does nothing if it exists. Removes incomplete results of earlier
 * calls.
 */
export async function makeVersion(
  parent: string,
  name: string,
  make: (folder: string) => Promise<void>,
  unfinished = `unfinished-${process.pid}`,
): Promise<void> {
  if (!isVersion(name)) throw new Error(`${name} cannot name a version.`);
  const [folder, fresh] = [join(parent, name), join(parent, unfinished)];
  if (existsSync(folder)) return;
  mkdirSync(parent, { recursive: true });
  removeUnused(parent);
  rmSync(fresh, { recursive: true, force: true });
  try {
    await make(fresh);
    if (!existsSync(folder)) renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // otherwise another process was faster
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Removes versions that were not used for a day, and the remains of interrupted processes. */
function removeUnused(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!isVersion(name) && !name.startsWith("unfinished-")) continue;
    const path = join(parent, name);
    if (Date.now() - statSync(path).mtimeMs > dayMs) rmSync(path, { recursive: true, force: true });
  }
}

/** Marks a version as used, now and every hour. */
export function keepVersion(folder: string): void {
  const touch = () => {
    try {
      utimesSync(folder, new Date(), new Date());
    } catch {} // a package on a read-only disk: nothing is removed there
  };
  touch();
  setInterval(touch, hourMs).unref();
}
