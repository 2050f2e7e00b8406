/**
 * `npm run test:clickhouse [-- <files>]`: what is kept in ClickHouse, against the real engine. CLICKHOUSE_URL names a
 * server of one's own; without it the engine comes from npm (`chdb`, some 550 MB) into a cache folder outside of this one.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "./clickhouse-engine";
import { generateClient } from "./prisma";

const files = [
  "lib/telemetry/store",
  "lib/telemetry/events.itest.ts",
  "lib/telemetry/interactions.itest.ts",
  "lib/telemetry/otlp.itest.ts",
  "lib/telemetry/sweep.itest.ts",
  "lib/requests/requests.itest.ts",
  "lib/requests/privacy.itest.ts",
  "lib/requests/kept.itest.ts",
  "lib/requests/direct-people.itest.ts",
  "server/direct.itest.ts",
];
const root = join(import.meta.dirname, "..");

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
