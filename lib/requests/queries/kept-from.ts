import type { Actor } from "@/lib/auth/actor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { dayMs } from "@/lib/core/milliseconds";
import { listReadable } from "@/lib/telemetry/queries/interactions";

/** The start of the oldest month that is kept: beyond the retention of the installation, whole months are dropped. */
function oldestMonth(): number {
  const oldest = new Date(databaseNow().getTime() - env().EVENT_RETENTION_DAYS * dayMs);
  return Date.UTC(oldest.getUTCFullYear(), oldest.getUTCMonth());
}

/**
 * Returns the time from which all answers are still kept, by environment that the actor may read: of all or of one.
 * Sums are kept for longer.
 */
export async function listKeptFrom(actor: Actor, environment?: string): Promise<Map<string, Date>> {
  const environments = await listReadable(actor, environment);
  const policies = await prisma().contentPolicy.findMany({
    where: { workspaceId: actor.workspaceId, environmentId: { in: environments.map(({ id }) => id) } },
    select: { environmentId: true, eventsClearedTo: true },
  });
  const month = oldestMonth();
  const clearedTo = new Map(policies.map((policy) => [policy.environmentId, policy.eventsClearedTo?.getTime() ?? 0]));
  return new Map(environments.map(({ id, name }) => [name, new Date(Math.max(month, clearedTo.get(id) ?? 0))]));
}

/** Returns the time from which the answers of all environments that the actor may read, or of one, are still kept. */
export async function findKeptFrom(actor: Actor, environment?: string): Promise<Date> {
  const times = [...(await listKeptFrom(actor, environment)).values()].map((at) => at.getTime());
  return new Date(Math.max(...times, oldestMonth()));
}
