import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { forwardedAddresses } from "@/lib/auth/client-address";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { runtimeQuery } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { logger } from "@/lib/core/logger";
import { connectionsOfProcess } from "@/lib/core/pool-sizes";
import { fingerprint, parseKeyRing } from "@/lib/core/secrets";
import { singleton } from "@/lib/core/singleton";
import { version } from "@/lib/core/version";
import { aheadBy } from "../queries/database";
import { readFreeBytes } from "../queries/disk";
import type { ProcessFacts, ProcessRole } from "../schema";

const everyMs = 15_000;

type Reporting = { id: string; timer: NodeJS.Timeout | undefined; clockAheadMs: number };
const reporting = () =>
  singleton<Reporting>("process-report", () => ({ id: randomUUID(), timer: undefined, clockAheadMs: 0 }));

/** Whether this process reports itself. False in a serverless function. */
export const isReporting = () => reporting().timer !== undefined;

const reportText = `
  insert into server_processes (id, host, role, pid, version, node_version, facts) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (id) do update set seen_at = now(), facts = excluded.facts
  returning extract(epoch from clock_timestamp())::float8 * 1000 as now`;

async function factsOf(role: ProcessRole, clockAheadMs: number): Promise<ProcessFacts> {
  const { ENCRYPTION_KEYS, NEXTAUTH_SECRET, REDIS_URL, UPSTASH_REDIS_REST_URL, ...settings } = env();
  return {
    encryptionKeys: encryptionKeyNames(ENCRYPTION_KEYS),
    sessionSecret: NEXTAUTH_SECRET ? fingerprint(NEXTAUTH_SECRET) : null,
    connections: connectionsOfProcess(role, settings.DATABASE_POOL_MAX),
    clockAheadMs: Math.round(clockAheadMs),
    hasRedis: REDIS_URL !== undefined || UPSTASH_REDIS_REST_URL !== undefined,
    trustedProxies: settings.TRUSTED_PROXIES,
    forwardedAddresses: [...forwardedAddresses()],
    diskFreeBytes: await readFreeBytes(settings.UNDERSTUDY_DATA_DIR),
  };
}

/** Returns the encryption keys by id and fingerprint. */
export const encryptionKeyNames = (keys: string | undefined) =>
  parseKeyRing(keys).map(({ id, key }) => ({ id, fingerprint: fingerprint(key) }));

/**
 * Writes the facts of this process to its row. It also compares the clock and includes the result in the next report.
 */
export async function reportProcess(role: ProcessRole, state: { id: string; clockAheadMs: number }): Promise<void> {
  const facts = JSON.stringify(await factsOf(role, state.clockAheadMs));
  const [askedAt, began] = [Date.now(), performance.now()];
  const values = [state.id, hostname(), role, process.pid, version, process.versions.node, facts];
  const [row] = await runtimeQuery<{ now: number }>("report-process", reportText, values);
  if (row) state.clockAheadMs = aheadBy(askedAt, performance.now() - began, row.now);
}

/** Deletes rows of processes that have not reported for a day. */
const sweepText = "delete from server_processes where seen_at < now() - interval '1 day'";

// At startup, a runtime serves before the first migration.
const isNotMigrated = (error: unknown) => (error as { code?: string }).code === "42P01";

/** Reports this process now and every 15 s while the database is available. Never throws. */
export function startReporting(role: ProcessRole): void {
  const state = reporting();
  if (state.timer) return;
  const report = async () => {
    if (isDatabaseUp()) await reportProcess(role, state);
  };
  const tell = (error: unknown) => {
    if (isDatabaseUp() && !isNotMigrated(error)) logger().warn({ err: error }, "this process could not report itself");
  };
  // The first report has no clock comparison yet, so a second one follows immediately.
  report()
    .then(report)
    .then(() => runtimeQuery("sweep-processes", sweepText, []))
    .catch(tell);
  state.timer = setInterval(() => void report().catch(tell), everyMs);
  state.timer.unref();
}

/**
 * Stops reporting and deletes the row, so that a stopped process is not reported as missing. Call it before the
 * database is closed.
 */
export async function stopReporting(): Promise<void> {
  const state = reporting();
  if (!state.timer) return;
  clearInterval(state.timer);
  state.timer = undefined;
  if (!isDatabaseUp()) return;
  await runtimeQuery("forget-process", "delete from server_processes where id = $1", [state.id]).catch(() => {});
}
