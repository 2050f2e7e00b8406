import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import type { Transaction } from "@/lib/core/db";
import type { ReviewFact } from "../reviews-state";

/** Says whether what somebody said of a request for this environment still counts. */
export type Standing = (fact: ReviewFact, environment: EnvironmentScope) => boolean;

/**
 * A verdict counts while whoever gave it may give it: approvals of people who left or may not release there any more
 * open nothing, and their requests for changes, which they could not take back, hold nothing up.
 */
export async function loadStanding(
  db: Transaction,
  workspaceId: string,
  facts: readonly ReviewFact[],
): Promise<Standing> {
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
