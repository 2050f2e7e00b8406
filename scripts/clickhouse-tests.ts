/**
 * `npm run test:clickhouse [-- <files>]`: what is kept in ClickHouse, against the real engine. CLICKHOUSE_URL names a
 * server of one's own; without it the engine comes from npm (`chdb`, some 550 MB) into a cache folder outside of this one.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { generateClient } from "./prisma";

const engine = "chdb@3.4.0";
const files = [
  "lib/telemetry/store",
  "lib/telemetry/events.itest.ts",
  "lib/telemetry/interactions.itest.ts",
  "lib/telemetry/otlp.itest.ts",
  "lib/telemetry/sweep.itest.ts",
  "lib/requests/requests.itest.ts",
  "lib/requests/privacy.itest.ts",
  "lib/requests/kept.itest.ts",
];
const root = join(import.meta.dirname, "..");

/** Installs the engine, unless it is there; says where. */
function installEngine(): string {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "understudy/clickhouse");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
  const args = ["install", "--no-save", "--no-audit", "--no-fund", engine];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error(`${engine} could not be installed.`);
  return folder;
}

async function startEngine(dataDir: string): Promise<{ url: string; child: ChildProcess }> {
  const bridge = join(root, "e2e/support/clickhouse-bridge.ts");
  const child = spawn(process.execPath, ["--import", "tsx", bridge, installEngine(), dataDir], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (!child.stdout) throw new Error("The engine has no output.");
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  return { url, child };
}

await generateClient();
const dataDir = mkdtempSync(join(tmpdir(), "understudy-clickhouse-"));
const own = process.env.CLICKHOUSE_URL ? null : await startEngine(dataDir);
const url = process.env.CLICKHOUSE_URL ?? own?.url ?? "";
const chosen = process.argv.slice(2);
const test = spawn(
  process.execPath,
  // One file after another: one forwarder works for a whole database.
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project=integration",
    "--no-file-parallelism",
    ...(chosen.length > 0 ? chosen : files),
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, TEST_CLICKHOUSE_URL: url } },
);
const [code] = (await once(test, "exit")) as [number | null];
if (own && own.child.exitCode === null) {
  own.child.kill();
  await once(own.child, "exit");
}
rmSync(dataDir, { recursive: true, force: true });
process.exit(code ?? 1);
