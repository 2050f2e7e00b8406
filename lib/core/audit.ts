import type { Transaction } from "./db";
import type { Prisma } from "./generated/prisma/client";

/** Who did it, as it is written down: kept by value, so that it stays true when the person or key is gone. */
export type ActorRecord = { actorKind: "user" | "key" | "system"; actorId: string | null; actorName: string };

export type AuditEntry = {
  workspaceId: string;
  actor: ActorRecord;
  /** "version.promote", "key.create", … */
  action: string;
  target: { kind: string; id: string; name: string };
  data?: Prisma.InputJsonValue;
};

/** Writes one audit event in the command's own transaction. */
export async function recordAudit(tx: Transaction, { workspaceId, actor, action, target, data }: AuditEntry) {
  await tx.auditEvent.create({
    data: {
      workspaceId,
      ...actor,
      action,
      targetKind: target.kind,
      targetId: target.id,
      targetName: target.name,
      data: data ?? {},
    },
  });
}
