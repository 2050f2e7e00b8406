import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import type { AuditAction } from "@/lib/auth/audit-actions";
import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import type { ChangeRequest, Prisma, ReviewEventKind } from "@/lib/core/generated/prisma/client";

type Request = Pick<ChangeRequest, "id" | "workspaceId" | "number" | "version" | "baseRevision"> & {
  prompt: { name: string };
};

/** The audit action of each event. */
const actions = {
  opened: "change.open",
  approved: "change.approve",
  changes_requested: "change.request_changes",
  commented: "change.comment",
  amended: "change.amend",
  updated: "change.update",
  closed: "change.close",
  reopened: "change.reopen",
  released: "change.release",
} as const satisfies Record<ReviewEventKind, string>;

/**
 * Records an event of a locked request and applies its changes. Marks the request as seen by the actor. The event has
 * the version and base revision after the changes.
 */
export async function recordReviewEvent(
  tx: Transaction,
  actor: Actor,
  request: Request,
  { kind, body = "" }: { kind: ReviewEventKind; body?: string | undefined },
  data: Pick<
    Prisma.ChangeRequestUncheckedUpdateInput,
    "status" | "version" | "baseVersion" | "baseRevision" | "closedAt" | "releaseId"
  > = {},
): Promise<void> {
  const { workspaceId, id } = request;
  const at = databaseNow();
  const { version, baseRevision } = await tx.changeRequest.update({
    where: { id, workspaceId },
    data: { ...data, updatedAt: at },
    select: { version: true, baseRevision: true },
  });
  await tx.reviewEvent.create({
    data: { workspaceId, changeRequestId: id, kind, version, baseRevision, body, at, ...actorRecord(actor) },
  });
  await markSeenAt(tx, actor, id, at);
  await auditChange(tx, actor, request, actions[kind], { version });
}

/** An action on a change request. */
export type ChangeAction = AuditAction & `change.${string}`;

/** Writes the audit event of an action on a change request. */
export async function auditChange(
  tx: Transaction,
  actor: Actor,
  { id, number, prompt }: Request,
  action: ChangeAction,
  data: Record<string, string | number | boolean | null>,
): Promise<void> {
  await recordAudit(tx, actor, action, { id, name: `${prompt.name} #${number}` }, { number, ...data });
}

/** Records when a person saw a request. Does nothing for keys and the system. */
export async function markSeenAt(tx: Transaction, actor: Actor, changeRequestId: string, at: Date): Promise<void> {
  if (actor.kind !== "user") return;
  const key = { changeRequestId, userId: actor.userId };
  await tx.seenChangeRequest.upsert({
    where: { changeRequestId_userId: key },
    create: { ...key, seenAt: at },
    update: { seenAt: at },
  });
}
