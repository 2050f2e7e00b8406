import { isDatabaseUnavailable, isFaultOfRows, isTooSlow, isTransactionOver } from "@/lib/core/database-errors";
import { limitTransaction } from "@/lib/core/database-pool";
import { prisma, type Transaction } from "@/lib/core/db";
import { singleton } from "@/lib/core/singleton";
import type { Batches } from "@/lib/telemetry/commands/take-batches";

const mostEvents = 10_000;
const mostUsers = 4_000;
/** A statement that is too slow with this many users is tried with fewer at once, in the same round. */
export const fewUsers = 64;
/** The time limit of a round. One of a statement ends first, unless many statements are slow. */
const roundMs = 55_000;
/** The time limit of a statement, also behind a pooler. */
export const statementMs = 10_000;
// Halved when a round takes too long, doubled after each round that succeeds. So the size of the rounds adapts to a
// slow database, and grows again.
const pace = singleton("rollup-pace", () => ({ share: 1 }));

/** A round reached its time limit. */
class RoundTooLong extends Error {}

/** What our own code throws for JSON of another form. */
const ownErrors = [TypeError, RangeError, SyntaxError];

/** Whether a round without some of its rows may succeed after this error. Otherwise the database is away. */
export const mayBeRows = (error: unknown): error is Error =>
  error instanceof Error &&
  (ownErrors.some((one) => error instanceof one) || isFaultOfRows(error) || isTooSlow(error) || isTooLong(error));

export const isTooLong = (error: unknown): boolean => error instanceof RoundTooLong;

/** The maximum number of events of the next round. */
export const eventsOfRound = (): number => Math.max(1, Math.floor(mostEvents * pace.share));

/** The one batch among these. */
export const batchOf = ({ ids: [id = ""], workspaceIds: [workspaceId = ""], ...batch }: Batches) => ({
  id,
  workspaceId,
  ...batch,
});

export type Most = { events: number; users: number };

/**
 * Runs one transaction for as many events and users as the pace allows, in only one process of the fleet. `lock` is the
 * name of the lock.
 */
export async function inRound<Result>(
  lock: string,
  count: (tx: Transaction, most: Most) => Promise<Result>,
  limit = mostEvents,
): Promise<Result | "skipped"> {
  const events = Math.min(limit, eventsOfRound());
  const users = Math.max(fewUsers, Math.floor(mostUsers * (events / mostEvents)));
  let hasBegun = false;
  try {
    // Not core's `transaction`, which would report a long round as an unavailable database.
    const result = await prisma().$transaction(
      async (tx) => {
        hasBegun = true;
        const [row] = await tx.$queryRaw<[{ isOurs: boolean }]>`
          select pg_try_advisory_xact_lock(hashtext(${lock})) as "isOurs"`;
        if (!row.isOurs) return "skipped" as const;
        await tx.$executeRaw`set local jit = off`; // long statements on few rows: compiling costs more than running
        await tx.$executeRawUnsafe(limitTransaction(statementMs));
        return await count(tx, { events, users });
      },
      { timeout: roundMs, maxWait: 5_000 },
    );
    pace.share = Math.min(1, pace.share * 2);
    return result;
  } catch (error) {
    if (isDatabaseUnavailable(error)) pace.share = Math.max(1 / mostEvents, pace.share / 2);
    if (hasBegun && isTransactionOver(error)) throw new RoundTooLong("a round took too long", { cause: error });
    throw error;
  }
}
