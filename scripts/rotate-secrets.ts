/**
 * `npm run rotate-secrets`: encrypts the kept provider keys and alert channels anew, under the first key of ENCRYPTION_KEYS. Safe while
 * Understudy runs, and again. Without DATABASE_URL it finds the embedded database of the data folder, which must run.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rotateChannelSecrets } from "@/lib/alerts/commands/rotate-secrets";
import { closeDatabase } from "@/lib/core/db";
import { parseEnv, provideEnv } from "@/lib/core/env";
import { rotateSecrets } from "@/lib/evaluation/models/commands/rotate-secrets";

function embeddedDatabase(dataDir: string): string {
  const pidFile = join(dataDir, "postgres/postmaster.pid");
  if (!existsSync(pidFile))
    throw new Error(
      `No database runs in ${dataDir}. Start Understudy first, or set DATABASE_URL or UNDERSTUDY_DATA_DIR.`,
    );
  const port = readFileSync(pidFile, "utf8").split("\n")[3]?.trim();
  const password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim();
  return `postgresql://understudy:${password}@127.0.0.1:${port}/understudy`;
}

async function main(): Promise<void> {
  const settings = parseEnv(process.env);
  if (!settings.ENCRYPTION_KEYS)
    throw new Error(
      'ENCRYPTION_KEYS is not set. Set it to the new key and the old ones: "new:…,local:…"; the one in use without it is "local", in the data folder\'s encryption-key.',
    );
  if (!settings.DATABASE_URL) provideEnv({ DATABASE_URL: embeddedDatabase(resolve(settings.UNDERSTUDY_DATA_DIR)) });
  const done = [await rotateSecrets(), await rotateChannelSecrets()];
  const [rotated, current] = (["rotated", "current"] as const).map((of) => done.reduce((sum, one) => sum + one[of], 0));
  const unreadable = done.flatMap((one) => one.unreadable);
  const newest = settings.ENCRYPTION_KEYS.split(":")[0];
  console.log(`${rotated} encrypted anew with the key ${newest}, ${current} were already.`);
  for (const { name, message } of unreadable) console.error(`${name}: ${message}`);
  if (unreadable.length > 0) process.exitCode = 1;
  else console.log("The older keys may be taken out of ENCRYPTION_KEYS now.");
  await closeDatabase();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
