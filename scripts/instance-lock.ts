/** One Understudy per data folder: a file that names the process which holds it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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

const lockFile = (dataDir: string) => join(dataDir, "instance.lock");

/** The process that holds the folder, as a number in text; null when it is free. */
export function findHolder(dataDir: string): string | null {
  const file = lockFile(dataDir);
  if (!existsSync(file)) return null;
  const [pid = "", started = ""] = readFileSync(file, "utf8").split(" ");
  return Number(pid) > 0 && Number(pid) !== process.pid && startOf(Number(pid)) === started ? pid : null;
}

/** Takes the folder or throws a sentence; returns how to give it back. */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = lockFile(dataDir);
  const mine = `${process.pid} ${startOf(process.pid)}`;
  for (let tries = 0; tries < 2; tries++) {
    try {
      writeFileSync(file, mine, { flag: "wx" });
      return () => {
        if (existsSync(file) && readFileSync(file, "utf8") === mine) rmSync(file);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = findHolder(dataDir);
    if (holder)
      throw new Error(
        `Understudy is already running on ${dataDir} (process ${holder}). Stop it, or set UNDERSTUDY_DATA_DIR.`,
      );
    rmSync(file, { force: true });
  }
  throw new Error(`Another Understudy is starting on ${dataDir} at this moment.`);
}
