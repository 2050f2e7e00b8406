import type { Transaction } from "./db";
import type { Prisma } from "./generated/prisma/client";

/** The actor, stored by value, so that it remains after the person or key is deleted. */
export type ActorRecord = { actorKind: "user" | "key" | "system"; actorId: string | null; actorName: string };

export type AuditEntry = {
  workspaceId: string;
  actor: ActorRecord;
  action: string;
  target: { kind: string; id: string; name: string };
  data?: Prisma.InputJsonValue;
};

/** Inserts audit events in the command's transaction. Commands call `recordAudit` of lib/auth/audit. */
export async function insertAuditEvents(tx: Transaction, entries: readonly AuditEntry[]): Promise<void> {
  await tx.auditEvent.createMany({
    data: entries.map(({ workspaceId, actor, action, target, data = {} }) => ({
      workspaceId,
      ...actor,
      action,
      targetKind: target.kind,
      targetId: target.id,
      targetName: target.name,
      data,
    })),
  });
}
