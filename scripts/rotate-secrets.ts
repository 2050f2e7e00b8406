/**
 * `npm run rotate-secrets`: encrypts the stored provider keys, alert channels, signing keys and secrets of people again
 * with the first key of ENCRYPTION_KEYS. Idempotent, and safe while Understudy runs. Without DATABASE_URL it uses the
 * embedded database of the data folder, which must be running.
 */
import { resolve } from "node:path";
import { rotateChannelSecrets } from "@/lib/alerts/commands/rotate-secrets";
import { rotatePersonalSecrets } from "@/lib/auth/commands/rotate-personal-secrets";
import { rotateSigningKeys } from "@/lib/auth/history/commands";
import { closeDatabase } from "@/lib/core/db";
import { parseEnv, provideEnv } from "@/lib/core/env";
import { rotateSecrets } from "@/lib/evaluation/models/commands/rotate-secrets";
import { runningDatabase } from "./operator-database";

async function main(): Promise<void> {
  const settings = parseEnv(process.env);
  if (!settings.ENCRYPTION_KEYS)
    throw new Error(
      'ENCRYPTION_KEYS is not set. Set it to the new key and the old ones: "new:…,local:…"; the one in use without it is "local", in the data folder\'s encryption-key.',
    );
  if (!settings.DATABASE_URL) provideEnv({ DATABASE_URL: runningDatabase(resolve(settings.UNDERSTUDY_DATA_DIR)) });
  const done = [
    await rotateSecrets(),
    await rotateChannelSecrets(),
    await rotateSigningKeys(),
    await rotatePersonalSecrets(),
  ];
  const [rotated, current] = (["rotated", "current"] as const).map((of) => done.reduce((sum, one) => sum + one[of], 0));
  const unreadable = done.flatMap((one) => one.unreadable);
  const newest = settings.ENCRYPTION_KEYS.split(":")[0];
  console.log(`${rotated} encrypted again with the key ${newest}, ${current} already were.`);
  for (const { name, message } of unreadable) console.error(`${name}: ${message}`);
  if (unreadable.length > 0) process.exitCode = 1;
  else console.log("The older keys can be removed from ENCRYPTION_KEYS now.");
  await closeDatabase();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
