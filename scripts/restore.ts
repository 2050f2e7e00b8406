/**
 * `npm run restore -- FILE`: restores a backup into the configured database, verified and in one transaction, then
 * applies newer migrations. Understudy must not run meanwhile.
 */
import { parseArgs } from "node:util";
import { parseEnv } from "@/lib/core/env";
import { describeContent } from "./backup/clear-database";
import { BackupError, type Header } from "./backup/format";
import { loadBackup } from "./backup/load-backup";
import { checkFile } from "./backup/reader";
import { withClient } from "./backup/write-backup";
import { formatCount, runCommand, secondsSince } from "./command-line";
import { encryptionKeys, type OperatorDatabase, withOperatorDatabase } from "./operator-database";
import { applyMigrations, readMigrations } from "./prisma";

const usage = `usage: npm run restore -- FILE [--replace DATABASE | --check]
  --replace DATABASE  drops what Understudy has in the database of that name first
  --check             only reads the file and compares its checksums`;

/** Describes the content of the database. Throws if an Understudy is connected to it. */
async function inspect({ url, where }: OperatorDatabase): Promise<string | null> {
  return withClient(url, "restore", async (client) => {
    const { rows } = await client.query<{ count: string }>(`
      select count(*) from pg_stat_activity
      where datname = current_database() and application_name = 'understudy' and pid <> pg_backend_pid()`);
    const connections = Number(rows[0]?.count ?? 0);
    if (connections > 0)
      throw new BackupError(
        `Understudy is running on ${where} (${connections} ${connections === 1 ? "connection" : "connections"}). Stop every instance first.`,
      );
    return describeContent(client);
  });
}

/** Lists the keys that the backup's secrets need and this server lacks. */
function missingKeys(header: Header, own: Header["encryptionKeys"]): string[] {
  return header.encryptionKeys.flatMap(({ id, fingerprint }) => {
    const same = own.find((key) => key.id === id);
    if (same?.fingerprint === fingerprint) return [];
    return [same ? `${id} (this server has another key of that name)` : id];
  });
}

await runCommand(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: "string" }, check: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const [path] = positionals;
  if (values.help) return console.log(usage);
  if (!path || positionals.length > 1) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const { createdAt, version, tables } = await checkFile(path);
  console.log(`${path} is complete: ${tables.length} tables of ${createdAt}, written by Understudy ${version}.`);
  if (values.check) return;

  const settings = parseEnv(process.env);
  const began = performance.now();
  await withOperatorDatabase(settings, { access: "alone" }, async (database) => {
    const content = await inspect(database);
    if (values.replace !== undefined && values.replace !== database.name)
      throw new BackupError(`--replace names ${values.replace}, but the database of the settings is ${database.name}.`);
    if (content && values.replace === undefined)
      throw new BackupError(
        `The database ${database.where} contains ${content}. To drop them and restore this backup, add --replace ${database.name}.`,
      );
    if (content) console.log(`Replacing ${content} in ${database.where}.`);
    const options = { migrations: readMigrations(), isReplacing: content !== null, signal };
    const { header, rows } = await loadBackup(database.url, path, options);
    console.log(
      `Restored ${header.tables.length} tables and ${formatCount(rows)} rows into ${database.where}, each table read back and compared (${secondsSince(began)}).`,
    );
    const applied = await applyMigrations(database.url);
    if (applied.length > 0) console.log(`Migrated to this version: ${applied.length} applied.`);
    const missing = missingKeys(header, encryptionKeys(settings));
    if (missing.length > 0)
      console.log(
        `Provider keys and alert channels need the encryption key ${missing.join(", ")}. Add it again, or enter them again.`,
      );
  });
});
