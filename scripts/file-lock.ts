/** A file that names the process which holds something: a data folder, a build. A dead holder's file is taken over. */
import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** When a process started, as the system counts it: tells a living holder from a number given out again. */
function startOf(pid: number): string | null {
  const stat = `/proc/${pid}/stat`;
  if (existsSync("/proc/self/stat")) {
    if (!existsSync(stat)) return null;
    const text = readFileSync(stat, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // A killed process that nobody has collected yet (common in containers) holds nothing any more.
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  }
  return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() || null;
}

/** The process that holds the file, as a number in text; null when it is free. */
export const findHolder = (file: string): string | null => holderIn(contentOf(file) ?? "");

function holderIn(content: string): string | null {
  const [pid = "", started = ""] = content.split(" ");
  return Number(pid) > 0 && Number(pid) !== process.pid && startOf(Number(pid)) === started ? pid : null;
}

type Taken = { release: () => void } | { holder: string };

/** Takes the file; returns how to give it back, or the process that holds it. */
export function takeFile(file: string): Taken {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const mine = `${process.pid} ${startOf(process.pid)}`;
  const fresh = `${file}.${process.pid}`;
  const release = () => void (contentOf(file) === mine && rmSync(file));
  // Written first and named after: nobody ever reads half of it.
  writeFileSync(fresh, mine);
  try {
    if (link(fresh, file)) return { release };
    const holder = findHolder(file);
    if (holder) return { holder };
    // Free again meanwhile, perhaps.
    return replaceDead(file, fresh) || link(fresh, file) ? { release } : { holder: "starting at this moment" };
  } finally {
    rmSync(fresh, { force: true });
  }
}

/**
 * Puts `fresh` where a dead process's file stands; false when another process was faster. One process at a time does so,
 * and in one step: were the name free for a moment, a third one could take it.
 */
function replaceDead(file: string, fresh: string): boolean {
  const turn = takeFile(`${file}.next`);
  if ("holder" in turn) return false;
  try {
    const content = contentOf(file);
    // Read again: a dead process's file stays as it is. One that gave it back before it ended has left the name to others.
    const isDead = content !== null && holderIn(content) === null && contentOf(file) === content;
    if (isDead) renameSync(fresh, file);
    return isDead;
  } finally {
    turn.release();
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
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

/** Takes the file once whoever holds it has given it back or ended. `onWait` is told of the holder, once. */
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
