import { randomUUID } from "node:crypto";
import { constants, type FileHandle, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseSnapshot, Signer, type Snapshot, type SnapshotRefusal } from "./format";

/** The data folder, the secret that signs, and the maximum age of a snapshot. */
export type SnapshotSettings = { folder: string; secret: string; maxAgeMs: number };

const sliceBytes = 128 * 1024;
/** A lock that is older than this belongs to a dead writer. */
const lockMs = 60_000;
const fileOf = (folder: string) => join(folder, "snapshot");

/** Reads the folder's snapshot. Null if there is none. `refusal` says why one is not used. */
export async function readSnapshot({
  folder,
  secret,
  maxAgeMs,
}: SnapshotSettings): Promise<{ snapshot: Snapshot | null; refusal: SnapshotRefusal | null }> {
  const bytes = await readFile(fileOf(folder)).catch(() => null);
  if (!bytes) return { snapshot: null, refusal: null };
  const read = await parseSnapshot(bytes, { secret, now: Date.now(), maxAgeMs });
  return typeof read === "string" ? { snapshot: null, refusal: read } : { snapshot: read, refusal: null };
}

/**
 * Writes the lines to a new file and renames it over the old one, so that readers see one complete file. Lines beyond
 * `maxBytes` are not written. Returns the size in bytes.
 */
export async function writeSnapshot(
  { folder, secret }: SnapshotSettings,
  lines: AsyncIterable<string>,
  maxBytes: number,
): Promise<number> {
  const temporary = `${fileOf(folder)}.${randomUUID()}`;
  const handle = await open(temporary, constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL, 0o600);
  try {
    const size = await writeLines(handle, lines, new Signer(secret), maxBytes);
    await handle.sync();
    await handle.close();
    await rename(temporary, fileOf(folder));
    return size;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
}

// Written in slices. Requests are answered between them.
async function writeLines(
  handle: FileHandle,
  lines: AsyncIterable<string>,
  signer: Signer,
  maxBytes: number,
): Promise<number> {
  let waiting: string[] = [];
  let [waitingLength, size] = [0, 0];
  const flush = async () => {
    const bytes = Buffer.from(waiting.join(""));
    signer.add(bytes);
    await handle.write(bytes);
    size += bytes.length;
    [waiting, waitingLength] = [[], 0];
    await nextTurn();
  };
  for await (const line of lines) {
    if (size + waitingLength + line.length > maxBytes) break;
    waiting.push(line);
    waitingLength += line.length;
    if (waitingLength > sliceBytes) await flush();
  }
  await flush();
  await handle.write(signer.line());
  return size;
}

/** Removes temporary files of killed writers from the folder. */
export async function tidySnapshots(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^snapshot\.[0-9a-f-]{36}$/.test(name)) continue;
    const file = join(folder, name);
    const left = await stat(file).catch(() => null);
    if (left && Date.now() - left.mtimeMs > lockMs) await rm(file, { force: true });
  }
}

/** Runs `work` while no other process writes in this folder. Returns null without running it if one does. */
export async function whileAlone<T>(folder: string, work: () => Promise<T>): Promise<T | null> {
  const lock = `${fileOf(folder)}.lock`;
  const take = () =>
    open(lock, "wx").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return null;
      throw error;
    });
  let handle = await take();
  if (!handle) {
    const held = await stat(lock).catch(() => null);
    if (held && Date.now() - held.mtimeMs < lockMs) return null;
    await rm(lock, { force: true });
    handle = await take();
    if (!handle) return null;
  }
  await handle.close();
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}
