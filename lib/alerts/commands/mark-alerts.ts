import type { Actor, UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { type MarkAlertsInput, markAlertsInput } from "../schema";

const person = (actor: Actor): UserActor => {
  if (actor.kind === "user") return actor;
  throw new AppError("forbidden", "What was seen is kept by person. A key has no inbox.");
};

/** Notes that this person has seen alerts; others still have theirs unread. Says how many were new to them. */
export async function markAlertsSeen(actor: Actor, input: MarkAlertsInput): Promise<{ seen: number }> {
  authorize(actor, "prompt:read");
  const { userId, workspaceId } = person(actor);
  const { ids = null } = parseInput(markAlertsInput, input);
  return transaction(async (tx) => {
    const seen = await tx.$executeRaw`
      insert into alerts_seen (alert_id, user_id)
      select id, ${userId}::uuid from alerts
      where workspace_id = ${workspaceId}::uuid and (${ids}::uuid[] is null or id = any(${ids}::uuid[]))
      on conflict do nothing`;
    return { seen };
  });
}
