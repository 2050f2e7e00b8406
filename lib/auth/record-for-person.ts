import type { ActorRecord } from "@/lib/core/audit";
import type { Transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { personRecord } from "./actor";
import { recordAudit } from "./audit";
import type { AuditAction } from "./audit-actions";

/** An action about a person, recorded in each of their workspaces. */
type PersonAction = AuditAction &
  (
    | `session.${string}`
    | "member.change-password"
    | "member.rename"
    | "member.link-identity"
    | "member.ask-reset"
    | "member.reset-link"
    | "member.reset-password"
    | "member.verify-email"
    | "member.ask-email"
    | "member.change-email"
    | "member.add-factor"
    | "member.remove-factor"
    | "member.use-recovery-code"
    | "member.refuse-device"
    | "member.set-slack"
    | "member.remove-slack"
  );

type AffectedPerson = { userId: string; name: string };

/** An actor who did not prove their identity. */
export const stranger: ActorRecord = { actorKind: "system", actorId: null, actorName: "Someone" };

/** The operator of the server. */
export const operator: ActorRecord = { actorKind: "system", actorId: null, actorName: "The server's operator" };

/** Records an event about a person's account or sessions in the audit log of each of their workspaces. */
export async function recordForPerson(
  tx: Transaction,
  person: AffectedPerson,
  action: PersonAction,
  data: Prisma.InputJsonObject = {},
  record: ActorRecord = personRecord(person),
): Promise<void> {
  const { userId, name } = person;
  // A fixed order prevents deadlocks on the history chains between people who share workspaces.
  const memberships = await tx.member.findMany({
    where: { userId },
    select: { workspaceId: true },
    orderBy: { workspaceId: "asc" },
  });
  for (const { workspaceId } of memberships)
    await recordAudit(tx, { workspaceId, record }, action, { id: userId, name }, data);
}
