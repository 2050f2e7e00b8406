import { runtimeQuery } from "./db";
import { logger } from "./logger";

/**
 * The number by which a failover raises every epoch. It exceeds the number of changes that a standby can have missed,
 * so that no epoch of the lost history is reused. Epochs are 32-bit integers, enough for 2,000 failovers.
 */
export const failoverStep = 1_000_000;

// A server in recovery has no write position. The first eight digits of a WAL file name are its timeline.
const historyText = `select (select system_identifier from pg_control_system()) || '/' ||
    case when pg_is_in_recovery() then null else left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end as name,
  (select name from database_history where id = 1) as known`;

const firstText = "insert into database_history (id, name) values (1, $1) on conflict (id) do nothing";

// The row lock lets one process raise the epochs. Other processes then find the condition false.
const changedText = `with changed as (
    update database_history set name = $1, since = clock_timestamp() where id = 1 and name <> $1 returning 1
  )
  update environments set epoch = epoch + ${failoverStep} where exists (select from changed)`;

/**
 * Compares the timeline of PostgreSQL's WAL with the last one seen. A failover or restore may lose commits, so that
 * epochs which processes and Redis already know would be reused for other content. Therefore every epoch is raised
 * once, above all possibly lost epochs. This invalidates all caches. Rejects if the database is not available.
 */
export async function checkDatabaseHistory(): Promise<void> {
  const [row] = await runtimeQuery<{ name: string | null; known: string | null }>("database-history", historyText, []);
  if (!row?.name || row.name === row.known) return;
  if (row.known === null) return void (await runtimeQuery("database-history-first", firstText, [row.name]));
  await runtimeQuery("database-history-changed", changedText, [row.name]);
  logger().warn(
    { before: row.known, now: row.name },
    "the database was restored or failed over: all caches are reloaded",
  );
}
