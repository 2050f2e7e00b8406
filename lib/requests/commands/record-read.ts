import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { databaseNow } from "@/lib/core/database-clock";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { transaction } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import type { RequestFilter } from "../filter";
import { auditedFilter } from "../user-hash";

/** Actors whose read is already recorded today, so that further reads need no query. */
const noted = () => singleton("request-reads", () => new Set<string>());
const mostNoted = 10_000;

/**
 * Records that an actor read texts of requests, once per day (UTC) and person or key. If the database is read-only, the
 * read succeeds without a record.
 */
export async function recordFirstRead(actor: Actor): Promise<void> {
  const { actorId } = actorRecord(actor);
  const { workspaceId } = actor;
  if (actorId === null) return;
  const day = databaseNow().toISOString().slice(0, 10);
  const key = `${day} ${workspaceId} ${actorId}`;
  if (noted().has(key)) return;
  const write = transaction(async (tx) => {
    // Two pages opened at the same time write one record.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`request.read ${key}`}))`;
    const existing = await tx.auditEvent.findFirst({
      where: { workspaceId, actorId, action: "request.read", at: { gte: new Date(`${day}T00:00:00Z`) } },
      select: { id: true },
    });
    if (existing) return;
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { name: true } });
    await recordAudit(tx, actor, "request.read", { id: workspaceId, name: workspace.name }, { day });
  });
  try {
    await write;
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    logger().warn({ err: error, workspaceId, actorId }, "a read of requests could not be recorded in the audit log");
    return;
  }
  if (noted().size >= mostNoted) noted().clear();
  noted().add(key);
}

/** Records an export of requests with its filter. */
export async function recordExport(actor: Actor, filter: RequestFilter): Promise<void> {
  const { workspaceId } = actor;
  await transaction(async (tx) => {
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { name: true } });
    await recordAudit(
      tx,
      actor,
      "request.export",
      { id: workspaceId, name: workspace.name },
      auditedFilter(workspaceId, filter),
    );
  });
}
