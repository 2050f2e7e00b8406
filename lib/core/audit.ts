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

const toRow = ({ workspaceId, actor, action, target, data }: AuditEntry) => ({
  workspaceId,
  ...actor,
  action,
  targetKind: target.kind,
  targetId: target.id,
  targetName: target.name,
  data: data ?? {},
});

/** Writes one audit event in the command's own transaction. */
export async function recordAudit(tx: Transaction, entry: AuditEntry) {
  await tx.auditEvent.create({ data: toRow(entry) });
}

/** Writes the audit events of one act on many things, in the command's own transaction. */
export async function recordAudits(tx: Transaction, entries: readonly AuditEntry[]) {
  await tx.auditEvent.createMany({ data: entries.map(toRow) });
}
