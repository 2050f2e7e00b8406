import { listWords, pluralize } from "@/lib/core/words";
import { type Check, type DatabaseFacts, type InstanceFacts, isAway } from "../schema";
import { failed, passed, warned } from "../words";

const oldestVersion = 140_000;
/** The response time in ms that counts as slow. In a healthy local network it is a few milliseconds. */
const slowMs = 50;

/** Checks that the database is reachable and writable, and its version. The other database checks need its response. */
export function checkDatabase({ database }: InstanceFacts): Check[] {
  const reachable = { id: "database", title: "PostgreSQL" };
  if (isAway(database))
    return [
      failed(
        reachable,
        `PostgreSQL does not answer: ${database.error}`,
        "Check DATABASE_URL, the network and the server. Prompts in memory are still served.",
      ),
    ];
  return [checkVersion(reachable, database), checkWrites(database)];
}

function checkVersion(of: Pick<Check, "id" | "title">, { version, versionNumber, answerMs }: DatabaseFacts): Check {
  if (versionNumber < oldestVersion)
    return failed(of, `PostgreSQL ${version} is too old.`, "Upgrade the server to PostgreSQL 14 or newer.");
  if (answerMs > slowMs)
    return warned(
      of,
      `PostgreSQL ${version} answers after ${Math.round(answerMs)} ms.`,
      "Run Understudy in the region of its database: a page asks it several times.",
    );
  return passed(of, `PostgreSQL ${version} answers after ${Math.max(1, Math.round(answerMs))} ms.`);
}

function checkWrites({ isReadOnly, isStandby }: DatabaseFacts): Check {
  const of = { id: "writable", title: "Writes" };
  if (isStandby)
    return failed(of, "The server is a standby, which takes no writes.", "Point DATABASE_URL to the primary.");
  if (isReadOnly)
    return failed(
      of,
      "Transactions are read-only here.",
      "Look for default_transaction_read_only, a failover under way, or a full disk on the server.",
    );
  return passed(of, "The server takes writes.");
}

/** Compares the schema with the migrations of this version. */
export function checkMigrations({ database, knownMigrations }: InstanceFacts): Check[] {
  if (isAway(database) || !knownMigrations) return [];
  const of = { id: "migrations", title: "Schema" };
  const missing = knownMigrations.filter((name) => !database.migrations.includes(name));
  const unknown = database.migrations.filter((name) => !knownMigrations.includes(name));
  if (missing.length > 0)
    return [
      failed(
        of,
        `${pluralize(missing.length, "migration")} not applied, first ${missing[0]}.`,
        "Start Understudy: it applies them.",
      ),
    ];
  if (unknown.length > 0)
    return [
      warned(
        of,
        `A newer version has migrated this database (${listWords(unknown.slice(0, 2))}).`,
        "Upgrade this instance as well.",
      ),
    ];
  return [passed(of, `All ${database.migrations.length} migrations are applied.`)];
}

/** Checks whether there is a pooler, and whether the settings match. */
export function checkPooler({ database, settings }: InstanceFacts): Check[] {
  if (isAway(database)) return [];
  const of = { id: "pooler", title: "Pooler" };
  if (database.pooler === "transaction" && !settings.isPooled)
    return [
      failed(
        of,
        "Connections go through a pooler in transaction mode, but DATABASE_POOLER is not set.",
        "Set DATABASE_POOLER=transaction, and DATABASE_DIRECT_URL to PostgreSQL itself.",
      ),
    ];
  if (database.pooler === "none" && settings.isPooled)
    return [
      warned(
        of,
        "DATABASE_POOLER=transaction is set, but DATABASE_URL points to PostgreSQL itself.",
        "Remove DATABASE_POOLER: resolve is faster with prepared statements.",
      ),
    ];
  const words = {
    none: "None. Connections go directly to PostgreSQL.",
    session: "A pooler in session mode.",
    transaction: "A pooler in transaction mode, as DATABASE_POOLER says.",
  };
  return [passed(of, words[database.pooler])];
}

/** Checks that no events were set aside. */
export function checkSetAside({ database }: InstanceFacts): Check[] {
  if (isAway(database)) return [];
  const of = { id: "set-aside", title: "Events" };
  const { batches, events } = database.setAside;
  if (batches === 0) return [passed(of, "None were set aside.")];
  return [
    warned(
      of,
      `${pluralize(batches, "batch", "batches")} of ${pluralize(events, "event")} could not be counted or copied, and ${batches === 1 ? "was" : "were"} set aside.`,
      "The table set_aside_batches has the errors. The rollup tries its batches again; see Rows that cannot be read in docs/operations.md.",
    ),
  ];
}
