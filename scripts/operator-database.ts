/** The configured database, for operator commands, whether or not Understudy runs. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Env } from "@/lib/core/env";
import { fingerprint, parseKeyRing } from "@/lib/core/secrets";
import { startEmbeddedPostgres } from "./embedded-postgres";
import { findInstance, lockDataDir } from "./instance-lock";

/** `where` is for display and contains no password. */
export type OperatorDatabase = { url: string; name: string; where: string };

/** The address of the embedded database that runs in the data folder. Throws if none runs. */
export function runningDatabase(dataDir: string): string {
  const pidFile = join(dataDir, "postgres/postmaster.pid");
  if (!existsSync(pidFile))
    throw new Error(
      `No database runs in ${dataDir}. Start Understudy first, or set DATABASE_URL or UNDERSTUDY_DATA_DIR.`,
    );
  const port = readFileSync(pidFile, "utf8").split("\n")[3]?.trim();
  const password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim();
  return `postgresql://understudy:${password}@127.0.0.1:${port}/understudy`;
}

type Settings = Pick<Env, "DATABASE_URL" | "DATABASE_DIRECT_URL" | "UNDERSTUDY_DATA_DIR">;
type Access = {
  /** `alone`: throws if Understudy runs on the data folder. `existing`: throws if the folder has no database. */
  access: "alone" | "existing";
};

/** Runs `work` on the configured database. An embedded one that does not run is started for this time. */
export async function withOperatorDatabase<T>(
  settings: Settings,
  { access }: Access,
  work: (database: OperatorDatabase) => Promise<T>,
): Promise<T> {
  // Bypasses a pooler, because session state needs a direct connection.
  const url = settings.DATABASE_DIRECT_URL ?? settings.DATABASE_URL;
  if (url) {
    const { host, pathname } = new URL(url);
    const name = decodeURIComponent(pathname.slice(1));
    return work({ url, name, where: `${name} on ${host}` });
  }
  const dataDir = resolve(settings.UNDERSTUDY_DATA_DIR);
  const cluster = join(settings.UNDERSTUDY_DATA_DIR, "postgres");
  if (access === "existing" && findInstance(dataDir))
    return work({ url: runningDatabase(dataDir), name: "understudy", where: `${cluster}, which is running` });
  if (access === "existing" && !existsSync(join(dataDir, "postgres/PG_VERSION")))
    throw new Error(`There is no database in ${dataDir}. Set DATABASE_URL or UNDERSTUDY_DATA_DIR.`);
  const unlock = lockDataDir(dataDir);
  try {
    const database = await startEmbeddedPostgres({ dataDir });
    try {
      return await work({ url: database.url, name: "understudy", where: cluster });
    } finally {
      await database.stop();
    }
  } finally {
    unlock();
  }
}

/** The ids and fingerprints of the keys for secrets at rest: from the settings, or else the data folder. []: none. */
export function encryptionKeys(settings: Pick<Env, "ENCRYPTION_KEYS" | "UNDERSTUDY_DATA_DIR">) {
  const file = join(settings.UNDERSTUDY_DATA_DIR, "encryption-key");
  const own = existsSync(file) ? `local:${readFileSync(file, "utf8").trim()}` : undefined;
  return parseKeyRing(settings.ENCRYPTION_KEYS ?? own).map(({ id, key }) => ({ id, fingerprint: fingerprint(key) }));
}
