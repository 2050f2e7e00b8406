import { randomUUID } from "node:crypto";
import { constants, type FileHandle, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseSnapshot, Signer, type Snapshot, type SnapshotRefusal } from "./format";

/** The data folder, the secret that signs, and how old a snapshot may be. */
export type SnapshotSettings = { folder: string; secret: string; maxAgeMs: number };

const sliceBytes = 128 * 1024;
/** A writer that has held the lock for longer is gone. */
const lockMs = 60_000;
const fileOf = (folder: string) => join(folder, "snapshot");

/** Reads the folder's snapshot; null when there is none. `refusal` says why one is not used. */
export async function readSnapshot(
  { folder, secret, maxAgeMs }: SnapshotSettings,
  now = Date.now(),
): Promise<{ snapshot: Snapshot | null; refusal: SnapshotRefusal | null }> {
  const bytes = await readFile(fileOf(folder)).catch(() => null);
  if (!bytes) return { snapshot: null, refusal: null };
  const read = await parseSnapshot(bytes, { secret, now, maxAgeMs });
  return typeof read === "string" ? { snapshot: null, refusal: read } : { snapshot: read, refusal: null };
}

/**
 * Writes the lines into a new file and puts it in the place of the old one: whoever reads sees one or the other, whole.
 * Beyond `maxBytes` the lines that are left are not written. Answers how many bytes it has.
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

// In slices: between two of them requests are answered.
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

/** Removes what writers that were killed have left in the folder. */
export async function tidySnapshots(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^snapshot\.[0-9a-f-]{36}$/.test(name)) continue;
    const file = join(folder, name);
    const left = await stat(file).catch(() => null);
    if (left && Date.now() - left.mtimeMs > lockMs) await rm(file, { force: true });
  }
}

/** Runs `work` while no other process writes in this folder; null, without running it, when one does. */
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
