import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { environmentLimit } from "@/lib/auth/environment-limit";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import type { NewAlert } from "../registry";
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
  const environmentIds = environmentLimit(actor);
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

/**
 * Stores an alert, and a delivery for every channel that accepts it, in the transaction of its cause. Returns its id,
 * or null if an alert with the same key exists.
 */
export async function raiseAlert(tx: Transaction, alert: NewAlert): Promise<string | null> {
  const { workspaceId, kind, severity, title, body = "", path = "", dedupeKey } = alert;
  const { promptId = null, environmentId = null, data = {} } = alert;
  const id = uuidV7();
  const count = await tx.$executeRaw`
    insert into alerts (id, workspace_id, kind, severity, title, body, path, prompt_id, environment_id, data, dedupe_key, at)
    values (${id}::uuid, ${workspaceId}::uuid, ${kind}, ${severity}::alert_severity, ${title}, ${body}, ${path},
      ${promptId}::uuid, ${environmentId}::uuid, ${JSON.stringify(data)}::jsonb, ${dedupeKey}, clock_timestamp())
    on conflict (workspace_id, dedupe_key) do nothing`;
  if (count === 0) return null;
  // The lock leaves out a channel that is removed concurrently. Without it the insert could fail and roll back the
  // cause.
  await tx.$executeRaw`insert into alert_deliveries (id, workspace_id, channel_id, alert_id)
    select gen_random_uuid(), workspace_id, id, ${id}::uuid from alert_channels
    where workspace_id = ${workspaceId}::uuid and is_enabled and minimum <= ${severity}::alert_severity for key share`;
  return id;
}

/**
 * Resolves an alert whose cause is gone: every member has seen it, and the same cause raises a new alert when it comes
 * back. Does nothing without such an alert.
 */
export async function resolveAlert(tx: Transaction, workspaceId: string, dedupeKey: string): Promise<void> {
  await settleAlerts(tx, workspaceId, [dedupeKey]);
  await tx.$executeRaw`
    update alerts set dedupe_key = dedupe_key || ' ' || id
    where workspace_id = ${workspaceId}::uuid and dedupe_key = ${dedupeKey}`;
}

/** Marks alerts as seen by every member when their task is done or a later alert replaces them. */
export async function settleAlerts(tx: Transaction, workspaceId: string, dedupeKeys: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    insert into alerts_seen (alert_id, user_id)
    select a.id, m.user_id from alerts a join members m on m.workspace_id = a.workspace_id
    where a.workspace_id = ${workspaceId}::uuid and a.dedupe_key = any(${[...dedupeKeys]}::text[])
    on conflict do nothing`;
}

const days = 365;

/** Deletes alerts and deliveries older than a year. Returns the number of alerts. */
export async function sweepAlerts(): Promise<{ alerts: number }> {
  const before = new Date(databaseNow().getTime() - days * 86_400_000);
  await prisma().alertDelivery.deleteMany({ where: { createdAt: { lt: before } } });
  return { alerts: (await prisma().alert.deleteMany({ where: { at: { lt: before } } })).count };
}
