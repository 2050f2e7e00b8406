import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { takeFile, waitForFile } from "./file-lock";

const folder = mkdtempSync(join(tmpdir(), "understudy-file-"));
const file = join(folder, "held");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process that waits for the lock file, logs, works for a moment, and releases it. */
const worker = `
  import { appendFileSync } from "node:fs";
  import { waitForFile } from ${JSON.stringify(join(import.meta.dirname, "file-lock.ts"))};
  const release = await waitForFile(${JSON.stringify(file)});
  appendFileSync(${JSON.stringify(join(folder, "log"))}, "begins\\n");
  await new Promise((done) => setTimeout(done, 100));
  appendFileSync(${JSON.stringify(join(folder, "log"))}, "ends\\n");
  if (process.argv.includes("--die")) process.kill(process.pid, "SIGKILL");
  release();`;

/** A process that acquires the lock file many times, and every other time leaves it behind like a dead holder. */
const hasty = `
  import { renameSync, rmSync, writeFileSync } from "node:fs";
  import { takeFile } from ${JSON.stringify(join(import.meta.dirname, "file-lock.ts"))};
  const [file, inside] = ${JSON.stringify([join(folder, "hasty"), join(folder, "inside")])};
  for (let rounds = 0; rounds < 100; ) {
    const taken = takeFile(file);
    if ("holder" in taken) {
      await new Promise((done) => setTimeout(done, 1));
      continue;
    }
    writeFileSync(inside, "", { flag: "wx" });
    await new Promise((done) => setTimeout(done, 1));
    rmSync(inside);
    if (rounds++ % 2 === 0) {
      taken.release();
      continue;
    }
    writeFileSync(file + process.pid + "dead", "4194305 1");
    renameSync(file + process.pid + "dead", file);
  }`;

/** How the process ended: its exit code, or the signal. */
function start(program: string, ...args: string[]): Promise<number | NodeJS.Signals | null> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program, "--", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((done) => child.once("exit", (code, signal) => done(code ?? signal)));
}

it("one process at a time holds a file, also after one was killed, and nothing is left", async () => {
  await Promise.all([start(worker), start(worker, "--die"), start(worker), start(worker, "--die"), start(worker)]);
  const release = await waitForFile(file);
  const lines = readFileSync(join(folder, "log"), "utf8").trim().split("\n");
  expect(lines).toEqual(Array.from({ length: 5 }, () => ["begins", "ends"]).flat());
  release();
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(folder)).toEqual(["log"]);
}, 120_000);

it("two processes never hold a file, also with concurrent takeovers", {
  tags: ["slow"],
  timeout: 120_000,
}, async () => {
  expect(await Promise.all(Array.from({ length: 4 }, () => start(hasty)))).toEqual([0, 0, 0, 0]);
  rmSync(join(folder, "hasty"), { force: true });
});

it.runIf(process.platform === "linux")("the holder is reported, and a wait can be aborted", async () => {
  const other = spawn("sleep", ["60"]);
  try {
    const stat = readFileSync(`/proc/${other.pid}/stat`, "utf8");
    writeFileSync(file, `${other.pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`);
    expect(takeFile(file)).toEqual({ holder: String(other.pid) });
    const holders: string[] = [];
    const waiting = waitForFile(file, { signal: AbortSignal.timeout(300), onWait: (holder) => holders.push(holder) });
    await expect(waiting).rejects.toThrow(/abort/i);
    expect(holders).toEqual([String(other.pid)]);
  } finally {
    other.kill("SIGKILL");
  }
});
