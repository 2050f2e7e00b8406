import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { parseInput } from "@/lib/core/validation";
import { type MarkAlertsInput, markAlertsInput } from "../schema";

/**
 * Marks alerts as seen by this person only. An API key, which needs `guard:write`, marks alerts of its environments,
 * and those without an environment, as seen by every member. Returns how many alerts were new to a person.
 */
export async function markAlertsSeen(actor: Actor, input: MarkAlertsInput): Promise<{ seen: number }> {
  const isPerson = actor.kind === "user";
  authorize(actor, isPerson ? "prompt:read" : "guard:write");
  const { ids = null } = parseInput(markAlertsInput, input);
  const { workspaceId } = actor;
  const userId = isPerson ? actor.userId : null;
  const environmentIds = actor.kind === "key" && actor.environments !== "all" ? [...actor.environments] : null;
  return transaction(async (tx) => {
    const [row] = await tx.$queryRaw<[{ seen: number }]>`
      with seen as (
        insert into alerts_seen (alert_id, user_id)
        select a.id, m.user_id from alerts a join members m on m.workspace_id = a.workspace_id
        where a.workspace_id = ${workspaceId}::uuid and (${ids}::uuid[] is null or a.id = any(${ids}::uuid[]))
          and (${environmentIds}::uuid[] is null or a.environment_id is null or a.environment_id = any(${environmentIds}::uuid[]))
          and (${userId}::uuid is null or m.user_id = ${userId}::uuid)
        on conflict do nothing returning alert_id)
      select count(distinct alert_id)::int as seen from seen`;
    return { seen: row.seen };
  });
}
