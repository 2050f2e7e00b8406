/**
 * `npm run verify [-- BACKUP] [--head FILE]`: checks whether the history of a database or a backup was altered. Changes
 * nothing. Exit code 1 if there are findings.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { sentenceOf } from "@/lib/auth/history/findings";
import { type SignedHead, signedHead } from "@/lib/auth/history/signature";
import { parseEnv } from "@/lib/core/env";
import { loadBackup } from "./backup/load-backup";
import { withScratchDatabase } from "./backup/scratch-database";
import { formatCount, runCommand, secondsSince } from "./command-line";
import { withOperatorDatabase } from "./operator-database";
import { applyMigrations, readMigrations } from "./prisma";
import { type HistoryReport, verifyHistory, type WorkspaceReport } from "./verify/verify-history";

const usage = `usage: npm run verify -- [BACKUP] [--head FILE]…
  BACKUP       a file of npm run backup; without it, the database of the settings
  --head FILE  a signed head that was downloaded before; the history must contain it`;

function readHead(path: string): SignedHead {
  const parsed = signedHead.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`${path} is not a signed head of Understudy.`);
  return parsed.data;
}

/** The maximum number of printed findings per workspace. */
const mostShown = 20;

function printWorkspace({ slug, entries, signed, findings }: WorkspaceReport): void {
  const until = signed
    ? `signed up to entry ${formatCount(signed.position)} on ${signed.at.slice(0, 10)} with the key ${signed.publicKey}`
    : "not signed yet";
  console.log(
    `${slug}: ${formatCount(entries)} entries, ${until}. ${findings.length === 0 ? "Unchanged." : ""}`.trim(),
  );
  for (const finding of findings.slice(0, mostShown)) console.log(`  ${sentenceOf(finding)}`);
  if (findings.length > mostShown) console.log(`  and ${formatCount(findings.length - mostShown)} more.`);
}

function print({ workspaces, general }: HistoryReport, began: number): void {
  for (const workspace of workspaces) printWorkspace(workspace);
  for (const finding of general) console.log(sentenceOf(finding));
  const found = general.length + workspaces.reduce((sum, { findings }) => sum + findings.length, 0);
  const took = secondsSince(began);
  if (found === 0) console.log(`Nothing was changed, removed, reordered or cut off (${took}).`);
  else console.log(`${formatCount(found)} ${found === 1 ? "finding" : "findings"} (${took}).`);
  if (found > 0) process.exitCode = 1;
}

await runCommand(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { head: { type: "string", multiple: true }, help: { type: "boolean", short: "h" } },
  });
  const [path] = positionals;
  if (values.help || positionals.length > 1) return console.log(usage);
  const heads = (values.head ?? []).map(readHead);
  const began = performance.now();
  if (path === undefined) {
    const report = await withOperatorDatabase(parseEnv(process.env), { access: "existing" }, ({ url }) =>
      verifyHistory(url, heads),
    );
    return print(report, began);
  }
  const report = await withScratchDatabase(async (url) => {
    const { header } = await loadBackup(url, path, { migrations: readMigrations(), signal });
    if (!header.migrations.some((name) => name.endsWith("_history_chain")))
      throw new Error(`This backup is older than the history chain: nothing in it can be verified.`);
    await applyMigrations(url);
    return verifyHistory(url, heads);
  });
  print(report, began);
});
