/**
 * `npm run backup [-- FILE]`: writes a consistent snapshot of the whole database to one file. Understudy may run. Then
 * restores the file into a scratch database and compares every table, unless `--no-verify` is given.
 */
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parseEnv } from "@/lib/core/env";
import manifest from "@/package.json" with { type: "json" };
import { loadBackup } from "./backup/load-backup";
import { withScratchDatabase } from "./backup/scratch-database";
import { writeBackup } from "./backup/write-backup";
import { formatBytes, formatCount, runCommand, secondsSince } from "./command-line";
import { encryptionKeys, withOperatorDatabase } from "./operator-database";
import { readMigrations } from "./prisma";

const usage = `usage: npm run backup -- [FILE] [--no-verify]
  FILE         where to write; without it, <data folder>/backups/understudy-<time>.backup
  --no-verify  does not restore the file into a scratch database afterwards`;

/** In a file name: 2026-11-22T17-20-12Z. */
const timeInName = () => new Date().toISOString().replace(/\.\d+/, "").replaceAll(":", "-");

await runCommand(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "no-verify": { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help || positionals.length > 1) return console.log(usage);
  const settings = parseEnv(process.env);
  const path = resolve(
    positionals[0] ?? join(settings.UNDERSTUDY_DATA_DIR, "backups", `understudy-${timeInName()}.backup`),
  );
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const migrations = readMigrations();
  const began = performance.now();
  const { header, rows, bytes } = await withOperatorDatabase(settings, { access: "existing" }, ({ url, where }) => {
    console.log(`Backing up ${where}.`);
    const knownMigrations = migrations.map(({ name }) => name);
    return writeBackup(
      url,
      path,
      { version: manifest.version, encryptionKeys: encryptionKeys(settings), knownMigrations },
      signal,
    );
  });
  console.log(
    `Wrote ${path}: ${header.tables.length} tables, ${formatCount(rows)} rows, ${formatBytes(bytes)} (${secondsSince(began)}).`,
  );
  if (!values["no-verify"]) {
    const verifying = performance.now();
    await withScratchDatabase((url) => loadBackup(url, path, { migrations, signal }));
    console.log(
      `Verified: restored into a scratch database, where every table has the same rows and checksum (${secondsSince(verifying)}).`,
    );
  }
  const keys = header.encryptionKeys.map(({ id }) => id).join(", ");
  const where = settings.ENCRYPTION_KEYS ? "ENCRYPTION_KEYS" : join(settings.UNDERSTUDY_DATA_DIR, "encryption-key");
  if (keys)
    console.log(
      `Not in the backup: the key that opens provider keys and alert channels (${keys}, from ${where}). Keep it elsewhere.`,
    );
});
