import { LRUCache } from "lru-cache";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import type { AuditAction } from "../audit-actions";

type Target = { id: string; name: string; kind?: string };

/**
 * Records an action that changes no row, such as an export or a paid call. An export calls it before the first byte.
 */
export async function recordAct(
  actor: Actor,
  action: AuditAction,
  target: Target,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  await transaction((tx) => recordAudit(tx, actor, action, target as never, data));
}

const againAfterMs = 10 * 60_000;
const seen = () =>
  singleton("recorded-reads", () => new LRUCache<string, Promise<void>>({ max: 20_000, ttl: againAfterMs }));
const keyOf = (actor: Actor) =>
  actor.kind === "user" ? actor.userId : actor.kind === "key" ? actor.keyId : `${actor.workspaceId} ${actor.name}`;

/**
 * Records that an actor read something, at most once in 10 minutes for the same actor and target. If the database
 * accepts no writes, logs a warning and lets the read continue. Use it only where the answer does not depend on the
 * record.
 */
export async function recordRead(
  actor: Actor,
  action: AuditAction,
  target: Target,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  const key = `${keyOf(actor)}\0${action}\0${target.id}\0${JSON.stringify(data)}`;
  const begun = seen().get(key);
  if (begun) return begun;
  const written = write(actor, action, target, data).then((isWritten) => {
    if (!isWritten) seen().delete(key);
  });
  seen().set(key, written); // stored before the write completes, because a page requests its parts concurrently
  await written.catch((error: unknown) => {
    seen().delete(key);
    throw error;
  });
}

/** Returns false if the database accepted no writes. */
async function write(...read: Parameters<typeof recordAct>): Promise<boolean> {
  try {
    await recordAct(...read);
    return true;
  } catch (error) {
    // Reads continue while the database accepts no writes.
    if (!isDatabaseUnavailable(error)) throw error;
    const [, action, target] = read;
    logger().warn({ err: error, action, target: target.id }, "a read could not be recorded in the audit log");
    return false;
  }
}
