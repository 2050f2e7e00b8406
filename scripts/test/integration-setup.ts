/** Gives the integration tests their PostgreSQL and Redis, unless whoever started them already has. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRedis, startRedis } from "@/e2e/support/redis";
import { startEmbeddedPostgres } from "../embedded-postgres";
import { applyMigrations } from "../prisma";

/** Starts what TEST_DATABASE_URL and TEST_REDIS_URL do not name; the tests read both from there. */
export default async function setup(): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    await start(stops);
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}

async function start(stops: (() => Promise<void>)[]): Promise<void> {
  if (!process.env.TEST_DATABASE_URL) {
    const dataDir = mkdtempSync(join(tmpdir(), "understudy-test-"));
    const postgres = await startEmbeddedPostgres({ dataDir, flags: ["-c", "fsync=off"] });
    const endAtExit = () => process.kill(postgres.pid, "SIGINT");
    process.once("exit", endAtExit);
    stops.push(async () => {
      process.off("exit", endAtExit);
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    await applyMigrations(postgres.url);
    process.env.TEST_DATABASE_URL = postgres.url;
  }
  if (!process.env.TEST_REDIS_URL && !("missing" in findRedis())) {
    const redis = await startRedis();
    stops.push(redis.stop);
    process.env.TEST_REDIS_URL = redis.url;
  }
  process.env.DATABASE_URL = process.env.TEST_DATABASE_URL;
}
