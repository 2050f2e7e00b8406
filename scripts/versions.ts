/** Folders that are made once for each state of the sources and never changed: whoever uses one keeps it while another is made. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Versions are named by hashes; what else lies beside them is left alone. */
const isVersion = (name: string) => /^[0-9a-f]{16}$/.test(name);

/**
 * Makes `parent/name` with `make`, which fills the folder it is given. The version appears under its name whole: when
 * `make` fails or is interrupted, there is none. Does nothing when it is there. Removes what `make` left half done before.
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
    if (!existsSync(folder)) throw error; // else another process was faster
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Removes versions that nobody has used for a day, and what interrupted processes left. */
function removeUnused(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!isVersion(name) && !name.startsWith("unfinished-")) continue;
    const path = join(parent, name);
    if (Date.now() - statSync(path).mtimeMs > dayMs) rmSync(path, { recursive: true, force: true });
  }
}

/** Says now and every hour that a version is in use. */
export function keepVersion(folder: string): void {
  const touch = () => {
    try {
      utimesSync(folder, new Date(), new Date());
    } catch {} // a package on a read-only disk: nothing is removed there
  };
  touch();
  setInterval(touch, hourMs).unref();
}
