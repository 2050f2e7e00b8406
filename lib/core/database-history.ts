import { runtimeQuery } from "./db";
import { logger } from "./logger";

/**
 * By how much a failover raises every epoch: more than a standby can have missed, so that no epoch of the lost history is
 * given out again. Epochs are 32-bit integers, enough for 2,000 failovers.
 */
export const failoverStep = 1_000_000;

// A server in recovery has no write position yet. The first eight digits of a log file's name are its timeline.
const historyText = `select (select system_identifier from pg_control_system()) || '/' ||
    case when pg_is_in_recovery() then null else left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end as name,
  (select name from database_history where id = 1) as known`;

const firstText = "insert into database_history (id, name) values (1, $1) on conflict (id) do nothing";

// The lock on the row lets one process raise; the others then find their condition false.
const changedText = `with changed as (
    update database_history set name = $1, since = clock_timestamp() where id = 1 and name <> $1 returning 1
  )
  update environments set epoch = epoch + ${failoverStep} where exists (select from changed)`;

/**
 * Compares the history that PostgreSQL's log continues with the last one seen. A failover to a standby may lose commits,
 * and a restore does: epochs that processes and Redis already know would then be given out a second time, for other
 * content. So every epoch is raised once, past all that may have been lost. Nothing that was cached before counts after it.
 * Rejects when the database is away.
 */
export async function checkDatabaseHistory(): Promise<void> {
  const [row] = await runtimeQuery<{ name: string | null; known: string | null }>("database-history", historyText, []);
  if (!row?.name || row.name === row.known) return;
  if (row.known === null) return void (await runtimeQuery("database-history-first", firstText, [row.name]));
  await runtimeQuery("database-history-changed", changedText, [row.name]);
  logger().warn(
    { before: row.known, now: row.name },
    "the database was restored or failed over: all caches are read anew",
  );
}
