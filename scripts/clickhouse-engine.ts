import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const engine = "chdb@3.4.0";
const root = join(import.meta.dirname, "..");

/** Installs the engine if it is missing. Returns its path. */
function installEngine(): string {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "understudy/clickhouse");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
  const args = ["install", "--no-save", "--no-audit", "--no-fund", engine];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error(`${engine} could not be installed.`);
  return folder;
}

/** Starts the real engine behind its HTTP interface, in a separate process. */
export async function startEngine(dataDir: string): Promise<{ url: string; child: ChildProcess }> {
  const bridge = join(root, "e2e/support/clickhouse-bridge.ts");
  const child = spawn(process.execPath, ["--import", "tsx", bridge, installEngine(), dataDir], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (!child.stdout) throw new Error("The engine has no output.");
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  return { url, child };
}
