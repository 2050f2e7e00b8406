import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { root } from "./root";

const folder = mkdtempSync(join(tmpdir(), "understudy-build-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The settings of an application whose build never ends. They record its pid. */
const settings = `
  import { writeFileSync } from "node:fs";
  writeFileSync(${JSON.stringify(join(folder, "pid"))}, String(process.pid));
  await new Promise(() => setInterval(() => {}, 1_000));`;

const start = `
  import { runNextBuild } from ${JSON.stringify(join(root, "scripts/next-build.ts"))};
  await runNextBuild(${JSON.stringify(folder)}, process.env);`;

/** A zombie (a killed process without a wait, common in containers) builds nothing. */
const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}/stat`) && !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");

it("ends the build if its parent process is killed", async () => {
  rmSync(join(folder, "pid"), { force: true });
  writeFileSync(join(folder, "next.config.mjs"), settings);
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", start], { cwd: root });
  await vi.waitFor(() => expect(existsSync(join(folder, "pid"))).toBe(true), { timeout: 20_000, interval: 100 });
  const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
  expect(pid).not.toBe(parent.pid);
  parent.kill("SIGKILL");
  try {
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5_000, interval: 50 });
  } finally {
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  }
});
