import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { takeFile, waitForFile } from "./file-lock";

const folder = mkdtempSync(join(tmpdir(), "understudy-file-"));
const file = join(folder, "held");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process that waits for the file, notes that it works, works for a moment, and gives it back. */
const worker = `
  import { appendFileSync } from "node:fs";
  import { waitForFile } from ${JSON.stringify(join(import.meta.dirname, "file-lock.ts"))};
  const release = await waitForFile(${JSON.stringify(file)});
  appendFileSync(${JSON.stringify(join(folder, "log"))}, "begins\\n");
  await new Promise((done) => setTimeout(done, 100));
  appendFileSync(${JSON.stringify(join(folder, "log"))}, "ends\\n");
  if (process.argv.includes("--die")) process.kill(process.pid, "SIGKILL");
  release();`;

function start(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", worker, "--", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((done) => child.once("exit", () => done()));
}

it("one process after the other holds a file, also after one that was killed, and nothing is left behind", async () => {
  await Promise.all([start(), start("--die"), start(), start("--die"), start()]);
  const release = await waitForFile(file);
  const lines = readFileSync(join(folder, "log"), "utf8").trim().split("\n");
  expect(lines).toEqual(Array.from({ length: 5 }, () => ["begins", "ends"]).flat());
  release();
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(folder)).toEqual(["log"]);
}, 60_000);

it.runIf(process.platform === "linux")("the holder is named, and a wait can be ended", async () => {
  const other = spawn("sleep", ["60"]);
  try {
    const stat = readFileSync(`/proc/${other.pid}/stat`, "utf8");
    writeFileSync(file, `${other.pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`);
    expect(takeFile(file)).toEqual({ holder: String(other.pid) });
    const told: string[] = [];
    const waiting = waitForFile(file, { signal: AbortSignal.timeout(300), onWait: (holder) => told.push(holder) });
    await expect(waiting).rejects.toThrow(/abort/i);
    expect(told).toEqual([String(other.pid)]);
  } finally {
    other.kill("SIGKILL");
  }
});
