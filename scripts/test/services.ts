/** The services of the tests. Each is started once, and stopped at the end of the run in any case. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, findChromium } from "@/e2e/support/chromium";
import { makeTemplate } from "@/e2e/support/own-database";
import { findRedis, startRedis } from "@/e2e/support/redis";
import { startServer } from "@/e2e/support/server";
import { startEmbeddedPostgres } from "../embedded-postgres";
import { applyMigrations } from "../prisma";

const stops: (() => Promise<void>)[] = [];

/** Stops everything in reverse order. */
export async function stopServices(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

/**
 * A migrated PostgreSQL in a temporary folder, or the one in TEST_DATABASE_URL. Tests open many pools, which keep idle
 * connections for a minute, and start servers: on a fast machine more than 500 connections.
 */
export async function databaseForTests(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  const dataDir = mkdtempSync(join(tmpdir(), "understudy-test-"));
  // Nothing of it outlives the run, so it need not survive a crash.
  const settings = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=1000"];
  const postgres = await startEmbeddedPostgres({ dataDir, flags: settings.flatMap((setting) => ["-c", setting]) });
  const endAtExit = () => process.kill(postgres.pid, "SIGINT");
  process.once("exit", endAtExit);
  stops.push(async () => {
    process.off("exit", endAtExit);
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  await applyMigrations(postgres.url);
  await makeTemplate(postgres.url);
  return postgres.url;
}

/** An empty Redis on its own port, or the one in TEST_REDIS_URL. */
export async function redisForTests(log: (line: string) => void): Promise<{ url: string } | { missing: string }> {
  if (process.env.TEST_REDIS_URL) return { url: process.env.TEST_REDIS_URL };
  const found = findRedis(log);
  if ("missing" in found) return found;
  const redis = await startRedis();
  stops.push(redis.stop);
  return { url: redis.url };
}

export const browserForTests = (log: (line: string) => void): Promise<Browser | { missing: string }> =>
  findChromium(log);

/** The built product on a free port with an empty folder, as JSON for the journeys. */
export async function serverForTests(): Promise<string> {
  const { url, dataDir, credentials, stop } = await startServer();
  stops.push(stop);
  return JSON.stringify({ url, dataDir, credentials });
}
