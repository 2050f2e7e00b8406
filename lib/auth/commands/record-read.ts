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

/** Writes down what changed no row: an export, a call that cost something. Before the first byte of an export. */
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
 * Writes down that somebody read something; who looks at the same again within 10 minutes is not written down again. For
 * what the answer of a read does not depend on: it goes on while the database takes no writes.
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
  seen().set(key, written); // before it is done: a page and its parts are asked for at once
  await written.catch((error: unknown) => {
    seen().delete(key);
    throw error;
  });
}

/** False: the database took no writes. */
async function write(...read: Parameters<typeof recordAct>): Promise<boolean> {
  try {
    await recordAct(...read);
    return true;
  } catch (error) {
    // While the database takes no writes, reading goes on.
    if (!isDatabaseUnavailable(error)) throw error;
    const [, action, target] = read;
    logger().warn({ err: error, action, target: target.id }, "that something was read could not be written down");
    return false;
  }
}
