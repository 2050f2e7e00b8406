/**
 * `npm run test:clickhouse [-- <files>]`: tests storage in ClickHouse against the real engine: with copied events, then
 * with events stored only there. CLICKHOUSE_URL sets an existing server. Otherwise the engine is installed from npm
 * (`chdb`, some 550 MB) into a cache folder outside of this one.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "./clickhouse-engine";
import { generateClient } from "./prisma";

/** Tests that work with either store. */
const anywhere = [
  "lib/telemetry/events.itest.ts",
  "lib/telemetry/interactions.itest.ts",
  "lib/telemetry/otlp.itest.ts",
  "lib/telemetry/dirty-spans.itest.ts",
  "lib/telemetry/slow-rules.itest.ts",
  "lib/requests/requests.itest.ts",
  "lib/requests/hostile.itest.ts",
  "lib/requests/measured.itest.ts",
  "lib/requests/review-queue.itest.ts",
  "lib/requests/trace-cycles.itest.ts",
  "lib/requests/share-request.itest.ts",
  "lib/requests/privacy.itest.ts",
  "lib/requests/privacy-deletion.itest.ts",
  "lib/requests/privacy-retention.itest.ts",
  "lib/requests/late-feedback.itest.ts",
  "lib/requests/usage.itest.ts",
];
const copied = [
  "lib/telemetry/store",
  ...anywhere,
  "lib/telemetry/sweep.itest.ts",
  "lib/requests/kept.itest.ts",
  "lib/requests/random-filters.itest.ts",
  "lib/requests/direct-people.itest.ts",
  "lib/requests/usage-links.itest.ts",
  "lib/requests/usage-users.itest.ts",
  "lib/requests/usage-people.itest.ts",
  "server/direct.itest.ts",
];
const root = join(import.meta.dirname, "..");

await generateClient();
const dataDir = mkdtempSync(join(tmpdir(), "understudy-clickhouse-"));
const own = process.env.CLICKHOUSE_URL ? null : await startEngine(dataDir);
const url = process.env.CLICKHOUSE_URL ?? own?.url ?? "";

/** Runs files one after another, because one forwarder serves a whole database. */
async function run(files: readonly string[], env: Record<string, string>): Promise<number> {
  if (files.length === 0) return 0;
  const test = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--project=integration", "--no-file-parallelism", ...files],
    { cwd: root, stdio: "inherit", env: { ...process.env, TEST_CLICKHOUSE_URL: url, ...env } },
  );
  const [code] = (await once(test, "exit")) as [number | null];
  return code ?? 1;
}

const chosen = process.argv.slice(2);
const isChosen = (file: string) => chosen.length === 0 || chosen.some((one) => file.includes(one));
const codes = [
  await run(chosen.length > 0 ? chosen : copied, {}),
  await run(anywhere.filter(isChosen), { TEST_DIRECT_EVENTS: "on" }),
];
if (own && own.child.exitCode === null) {
  own.child.kill();
  await once(own.child, "exit");
}
rmSync(dataDir, { recursive: true, force: true });
process.exit(Math.max(...codes));
