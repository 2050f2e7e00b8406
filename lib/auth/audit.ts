import { type ActorRecord, insertAuditEvents } from "@/lib/core/audit";
import type { Transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { type Actor, actorRecord } from "./actor";
import { type AuditAction, auditActions } from "./audit-actions";

/** An actor, or a person who is not a member yet. */
type AuditActor = Actor | { workspaceId: string; record: ActorRecord };

type TargetOf<Action extends AuditAction> = (typeof auditActions)[Action]["target"];
/** The target of the action. Its kind is that of the action; an action with several kinds needs `kind`. */
type Target<Action extends AuditAction> = { id: string; name: string } & (TargetOf<Action> extends string
  ? object
  : { kind: TargetOf<Action>[number] });

type EventOf<Action extends AuditAction> = { action: Action; target: Target<Action>; data?: Prisma.InputJsonValue };
/** One event of any action. */
export type AuditRecord = { [Action in AuditAction]: EventOf<Action> }[AuditAction];

/** Writes the audit events of one action on several targets, in the command's own transaction. */
export async function recordAudits(tx: Transaction, by: AuditActor, entries: readonly AuditRecord[]): Promise<void> {
  const { workspaceId } = by;
  const actor = "record" in by ? by.record : actorRecord(by);
  const rows = entries.map(({ action, target: { id, name, ...rest }, data }) => {
    const { target: declared } = auditActions[action];
    const kind = typeof declared === "string" ? declared : (rest as { kind: string }).kind;
    return { workspaceId, actor, action, target: { kind, id, name }, ...(data !== undefined && { data }) };
  });
  await insertAuditEvents(tx, rows);
}

/** Writes one audit event in the command's own transaction. */
export const recordAudit = <Action extends AuditAction>(
  tx: Transaction,
  by: AuditActor,
  action: Action,
  target: Target<Action>,
  data: Prisma.InputJsonValue = {},
): Promise<void> => recordAudits(tx, by, [{ action, target, data } as unknown as AuditRecord]);
