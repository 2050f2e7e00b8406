/** A lock file with the pid of its holder, for a data folder or a build. A dead holder's file is taken over. */
import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The start time of a process, as the system counts it. Distinguishes a living holder from a reused pid. */
function startOf(pid: number): string | null {
  const stat = `/proc/${pid}/stat`;
  if (existsSync("/proc/self/stat")) {
    const text = readIfPresent(stat);
    if (text === null) return null;
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // A zombie (a killed process without a wait, common in containers) holds nothing.
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  }
  return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() || null;
}

/** The pid of the holder as text. Null if the file is free. */
export const findHolder = (file: string): string | null => holderIn(readIfPresent(file) ?? "");

function holderIn(content: string): string | null {
  const [pid = "", started = ""] = content.split(" ");
  return Number(pid) > 0 && Number(pid) !== process.pid && startOf(Number(pid)) === started ? pid : null;
}

type Taken = { release: () => void } | { holder: string };

/** Acquires the file. Returns the function that releases it, or the holder. */
export function takeFile(file: string): Taken {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const mine = `${process.pid} ${startOf(process.pid)}`;
  const fresh = `${file}.${process.pid}`;
  const release = () => void (readIfPresent(file) === mine && rmSync(file));
  try {
    // Written to another name first, so that it is never read half-written.
    writeFileSync(fresh, mine);
    if (link(fresh, file)) return { release };
    const holder = findHolder(file);
    if (holder) return { holder };
    // It may have been released meanwhile.
    return replaceDead(file, fresh) || link(fresh, file) ? { release } : { holder: "starting at this moment" };
  } finally {
    rmSync(fresh, { force: true });
  }
}

/**
 * Replaces the file of a dead holder with `fresh`. Returns false if another process was faster. Only one process does
 * this at a time, in one atomic step: if the name were free for a moment, a third process could take it.
 */
function replaceDead(file: string, fresh: string): boolean {
  const turn = takeFile(`${file}.next`);
  if ("holder" in turn) return false;
  try {
    const content = readIfPresent(file);
    // Read again: a dead holder's file does not change. A holder that released it before ending left the name to
    // others.
    const isDead = content !== null && holderIn(content) === null && readIfPresent(file) === content;
    if (isDead) renameSync(fresh, file);
    return isDead;
  } finally {
    turn.release();
  }
}

/** Returns the text of a file. Null if it is missing, or belongs to a process that ends while it is read (ESRCH). */
export function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

/** Whether the name was free. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Waits until the holder has released the file or ended, then acquires it. Calls `onWait` once with the holder. */
export async function waitForFile(
  file: string,
  { signal, onWait }: { signal?: AbortSignal | undefined; onWait?: (holder: string) => void } = {},
): Promise<() => void> {
  for (let isFirst = true; ; isFirst = false) {
    const taken = takeFile(file);
    if ("release" in taken) return taken.release;
    if (isFirst) onWait?.(taken.holder);
    await sleep(250, undefined, { ...(signal && { signal }) });
  }
}
