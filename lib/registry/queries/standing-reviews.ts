import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import type { Transaction } from "@/lib/core/db";
import type { ReviewFact } from "../reviews-state";

/** Whether an event of a request for this environment still counts. */
export type IsStanding = (fact: ReviewFact, environment: EnvironmentScope) => boolean;

/**
 * An approval or a request for changes counts only while its author may release to the environment. The approvals of
 * people who left or lost the permission no longer count. Their requests for changes do not block either, because they
 * could not withdraw them.
 */
export async function loadStanding(
  db: Transaction,
  workspaceId: string,
  facts: readonly ReviewFact[],
): Promise<IsStanding> {
  const ids = facts.flatMap(({ kind, actor }) => (isDecision(kind) && actor.kind === "user" && actor.id) || []);
  const members = await db.member.findMany({
    where: { workspaceId, userId: { in: [...new Set(ids)] } },
    select: { userId: true, role: true },
  });
  const roles = new Map(members.map(({ userId, role }) => [userId, role]));
  return ({ kind, actor }, environment) => {
    if (!isDecision(kind) || actor.kind !== "user" || actor.id === null) return true;
    const role = roles.get(actor.id);
    if (!role) return false;
    return can({ kind: "user", workspaceId, userId: actor.id, name: actor.name, role }, "prompt:promote", environment);
  };
}

const isDecision = (kind: ReviewFact["kind"]) => kind === "approved" || kind === "changes_requested";
