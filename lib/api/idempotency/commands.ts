import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";

/** Identifies a request. The key belongs to one actor of one workspace. */
export type RequestKey = { workspaceId: string; actorId: string; key: string };

/** The stored row. `lockedUntil` also identifies the holder of the lock. */
export type IdempotencyRow = {
  requestHash: string;
  committedAt: Date | null;
  status: number | null;
  body: Prisma.JsonValue;
  isLocked: boolean;
  isExpired: boolean;
};

/**
 * After this many seconds without a renewal, another attempt may take over if nothing was committed. Short, because a
 * retry waits that long for an attempt whose process was killed.
 */
const lockSeconds = 15;
/** How often a running attempt renews its lock. */
export const renewMs = 5_000;
const keptHours = 24;
/**
 * The maximum delay until a claim reaches the database, in seconds. A stalled server may execute a statement long after
 * its sender gave up. Such a claim would have no holder.
 */
const claimSeconds = 10;

/**
 * The lock of an attempt. It is created before the claim is sent, so that a claim whose response was lost can be
 * released.
 */
export type Token = { lockedUntil: Date; claimUntil: Date };

export function newToken(): Token {
  const now = databaseNow().getTime();
  return { lockedUntil: new Date(now + lockSeconds * 1_000), claimUntil: new Date(now + claimSeconds * 1_000) };
}

/**
 * Inserts the row with its lock. Returns false if the row exists (the unique key decides who is first) or the claim is
 * too late.
 */
export async function claim({ workspaceId, actorId, key }: RequestKey, requestHash: string, token: Token) {
  const claimed = await prisma().$executeRaw`
    insert into idempotency_keys (workspace_id, actor_id, key, request_hash, locked_until)
    select ${workspaceId}::uuid, ${actorId}, ${key}, ${requestHash}, ${token.lockedUntil}
    where now() < ${token.claimUntil}
    on conflict do nothing`;
  return claimed > 0;
}

/** The row with the lock and expiry state computed by the database. */
export async function load({ workspaceId, actorId, key }: RequestKey): Promise<IdempotencyRow | null> {
  const [row] = await prisma().$queryRaw<IdempotencyRow[]>`
    select request_hash as "requestHash", committed_at as "committedAt", status, body, locked_until > now() as "isLocked",
      created_at < now() - make_interval(hours => ${keptHours}::int) as "isExpired"
    from idempotency_keys where workspace_id = ${workspaceId}::uuid and actor_id = ${actorId} and key = ${key}`;
  return row ?? null;
}

/** Takes over from an attempt that died before it committed anything. Returns false if another attempt did so first. */
export async function takeOver({ workspaceId, actorId, key }: RequestKey, token: Token): Promise<boolean> {
  const taken = await prisma().$executeRaw`
    update idempotency_keys set locked_until = ${token.lockedUntil}
    where workspace_id = ${workspaceId}::uuid and actor_id = ${actorId} and key = ${key}
      and committed_at is null and status is null and locked_until <= now() and now() < ${token.claimUntil}`;
  return taken > 0;
}

/** Extends the lock of a running attempt. Without effect once another attempt has taken over. */
export async function renew(id: RequestKey, token: Token): Promise<void> {
  const { lockedUntil } = newToken();
  const held = { ...id, lockedUntil: token.lockedUntil, committedAt: null };
  const { count } = await prisma().idempotencyKey.updateMany({ where: held, data: { lockedUntil } });
  if (count > 0) token.lockedUntil = lockedUntil;
}

/** Marks the request as committed, in the transaction of the command. Throws if another attempt has taken the lock. */
export async function markCommitted(tx: Transaction, id: RequestKey, { lockedUntil }: Token): Promise<void> {
  const { count } = await tx.idempotencyKey.updateMany({
    where: { ...id, lockedUntil },
    data: { committedAt: databaseNow() },
  });
  if (count === 0)
    throw new AppError("idempotency_in_progress", "This request took too long and another try took its place.");
}

/** Stores the response for later attempts. */
export async function keepAnswer(
  id: RequestKey,
  { lockedUntil }: Token,
  status: number,
  body: Prisma.InputJsonValue | null,
): Promise<void> {
  await prisma().idempotencyKey.updateMany({
    where: { ...id, lockedUntil },
    data: { status, ...(body !== null && { body }) },
  });
}

/**
 * Releases the key after a failure. If something was committed, the next attempt gets an error without waiting for the
 * lock.
 */
export async function release(id: RequestKey, { lockedUntil }: Token): Promise<void> {
  const own = { ...id, lockedUntil, status: null };
  const { count } = await prisma().idempotencyKey.deleteMany({ where: { ...own, committedAt: null } });
  if (count === 0) await prisma().idempotencyKey.updateMany({ where: own, data: { lockedUntil: databaseNow() } });
}

/** Deletes a row that has expired, so that its key can be used again. */
export async function removeExpired({ workspaceId, actorId, key }: RequestKey): Promise<void> {
  await prisma().$executeRaw`
    delete from idempotency_keys where workspace_id = ${workspaceId}::uuid and actor_id = ${actorId} and key = ${key}
      and created_at < now() - make_interval(hours => ${keptHours}::int)`;
}

/** Deletes expired rows, at most 1,000 at a time. Returns their number. For the retention job. */
export async function sweepIdempotencyKeys(): Promise<number> {
  return prisma().$executeRaw`
    delete from idempotency_keys where ctid in (
      select ctid from idempotency_keys where created_at < now() - make_interval(hours => ${keptHours}::int) limit 1000)`;
}
