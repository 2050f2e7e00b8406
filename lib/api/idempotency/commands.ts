import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";

/** Which request: the key belongs to one actor of one workspace. */
export type RequestKey = { workspaceId: string; actorId: string; key: string };

/** The stored row. `lockedUntil` is also the token of the lock's holder. */
export type IdempotencyRow = {
  requestHash: string;
  committedAt: Date | null;
  status: number | null;
  body: Prisma.JsonValue;
  isLocked: boolean;
  isExpired: boolean;
};

/** How long one try may take before another may take its place (as long as nothing was committed), in seconds. */
const lockSeconds = 60;
const keptHours = 24;
/**
 * How late a claim may reach the database, in seconds. A statement that was sent to a server that stood still is carried
 * out when it goes on, long after its sender gave up: nobody would hold that claim.
 */
const claimSeconds = 10;

/** A try's lock. It is made before the claim is sent, so that a claim whose answer was lost can be given up. */
export type Token = { lockedUntil: Date; claimUntil: Date };

export function newToken(): Token {
  const now = databaseNow().getTime();
  return { lockedUntil: new Date(now + lockSeconds * 1_000), claimUntil: new Date(now + claimSeconds * 1_000) };
}

/** Makes the row and its lock; false when there is one already (the unique key settles who was first), or it comes too late. */
export async function claim({ workspaceId, actorId, key }: RequestKey, requestHash: string, token: Token) {
  const claimed = await prisma().$executeRaw`
    insert into idempotency_keys (workspace_id, actor_id, key, request_hash, locked_until)
    select ${workspaceId}::uuid, ${actorId}, ${key}, ${requestHash}, ${token.lockedUntil}
    where now() < ${token.claimUntil}
    on conflict do nothing`;
  return claimed > 0;
}

/** The row as the database sees it now. */
export async function load({ workspaceId, actorId, key }: RequestKey): Promise<IdempotencyRow | null> {
  const [row] = await prisma().$queryRaw<IdempotencyRow[]>`
    select request_hash as "requestHash", committed_at as "committedAt", status, body, locked_until > now() as "isLocked",
      created_at < now() - make_interval(hours => ${keptHours}::int) as "isExpired"
    from idempotency_keys where workspace_id = ${workspaceId}::uuid and actor_id = ${actorId} and key = ${key}`;
  return row ?? null;
}

/** Takes over from a try that died before it committed anything; false when someone else did. */
export async function takeOver({ workspaceId, actorId, key }: RequestKey, token: Token): Promise<boolean> {
  const taken = await prisma().$executeRaw`
    update idempotency_keys set locked_until = ${token.lockedUntil}
    where workspace_id = ${workspaceId}::uuid and actor_id = ${actorId} and key = ${key}
      and committed_at is null and status is null and locked_until <= now() and now() < ${token.claimUntil}`;
  return taken > 0;
}

/** Marks the request as carried out, in the command's own transaction; refuses it when the lock went to another. */
export async function markCommitted(tx: Transaction, id: RequestKey, { lockedUntil }: Token): Promise<void> {
  const { count } = await tx.idempotencyKey.updateMany({
    where: { ...id, lockedUntil },
    data: { committedAt: databaseNow() },
  });
  if (count === 0)
    throw new AppError("idempotency_in_progress", "This request took too long and another try took its place.");
}

/** Keeps the answer for later tries. */
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

/** Gives the key free after a failure. Where something was committed under it, the next try is told so at once. */
export async function release(id: RequestKey, { lockedUntil }: Token): Promise<void> {
  const own = { ...id, lockedUntil, status: null };
  const { count } = await prisma().idempotencyKey.deleteMany({ where: { ...own, committedAt: null } });
  if (count === 0) await prisma().idempotencyKey.updateMany({ where: own, data: { lockedUntil: databaseNow() } });
}

/** Removes a row past its day, so that its key can be used again. */
export async function removeExpired({ workspaceId, actorId, key }: RequestKey): Promise<void> {
  await prisma().$executeRaw`
    delete from idempotency_keys where workspace_id = ${workspaceId}::uuid and actor_id = ${actorId} and key = ${key}
      and created_at < now() - make_interval(hours => ${keptHours}::int)`;
}

/** Removes every row past its day, at most 1,000 at once; returns how many. For the retention job. */
export async function sweepIdempotencyKeys(): Promise<number> {
  return prisma().$executeRaw`
    delete from idempotency_keys where ctid in (
      select ctid from idempotency_keys where created_at < now() - make_interval(hours => ${keptHours}::int) limit 1000)`;
}
