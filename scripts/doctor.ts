/**
 * `npm run doctor [-- --json]`: checks the settings, the database, Redis, the disk and the reporting processes, and
 * says what to do. Exit code 1 if a check fails; warnings do not count. Changes nothing.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type Env, parseEnv } from "@/lib/core/env";
import { worstState } from "@/lib/operations/diagnose";
import { listProcessesAt, makeReport } from "@/lib/operations/queries/report";
import type { Check } from "@/lib/operations/schema";
import { failed, passed } from "@/lib/operations/words";
import { runCommand } from "./command-line";
import { encryptionKeys, withOperatorDatabase } from "./operator-database";
import { readMigrations } from "./prisma";

const settingsCheck = { id: "settings", title: "Settings" };
const marks = { ok: "ok  ", warning: "WARN", failure: "FAIL" } as const;

function print(checks: readonly Check[]): void {
  const width = Math.max(...checks.map(({ title }) => title.length));
  for (const { state, title, detail, fix } of checks) {
    console.log(`${marks[state]}  ${title.padEnd(width)}  ${detail}`);
    if (fix) console.log(`${" ".repeat(width + 8)}→ ${fix}`);
  }
  const count = (countedState: Check["state"]) => checks.filter(({ state }) => state === countedState).length;
  console.log(`\n${count("failure")} failed, ${count("warning")} warnings, ${count("ok")} passed.`);
}

/** Checks the configured database. A database that cannot be started is a failed check. */
async function examine(env: Env): Promise<Check[]> {
  const work = async (databaseUrl: string) => {
    const { checks } = await makeReport({
      env,
      databaseUrl,
      encryptionKeys: encryptionKeys(env),
      knownMigrations: readMigrations().map(({ name }) => name),
      isServerless: false,
      processors: availableParallelism(),
      listProcesses: () => listProcessesAt(databaseUrl),
    });
    return checks;
  };
  if (env.DATABASE_URL) return work(env.DATABASE_URL);
  try {
    return await withOperatorDatabase(env, { access: "existing" }, ({ url }) => work(url));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [failed({ id: "database", title: "PostgreSQL" }, reason, "Start Understudy once. It creates the database.")];
  }
}

await runCommand(async () => {
  const { values } = parseArgs({ options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
  if (values.help) return console.log("usage: npm run doctor -- [--json]");
  const checks: Check[] = [];
  try {
    const env = parseEnv(process.env);
    checks.push(passed(settingsCheck, "Every environment variable can be read."));
    checks.push(...(await examine(env)));
  } catch (error) {
    if (checks.length > 0) throw error;
    const lines =
      error instanceof Error
        ? error.message
            .split("\n")
            .slice(1)
            .map((line) => line.trim())
        : [];
    checks.push(
      failed(settingsCheck, lines.join("; "), "Set them as described. docs/operations.md lists all of them."),
    );
  }
  if (values.json) console.log(JSON.stringify({ state: worstState(checks), checks }, null, 2));
  else print(checks);
  if (worstState(checks) === "failure") process.exitCode = 1;
});
