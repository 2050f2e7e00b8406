import type { Transaction } from "./db";
import type { Prisma } from "./generated/prisma/client";

/** Who did it, stored by value: it stays true when the person or key is gone. */
export type ActorRecord = { actorKind: "user" | "key" | "system"; actorId: string | null; actorName: string };

export type AuditEntry = {
  workspaceId: string;
  actor: ActorRecord;
  action: string;
  target: { kind: string; id: string; name: string };
  data?: Prisma.InputJsonValue;
};

/** Writes audit events in the command's own transaction. Commands call `recordAudit` of lib/auth/audit. */
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
