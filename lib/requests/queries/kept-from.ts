import type { Actor } from "@/lib/auth/actor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { dayMs } from "@/lib/core/milliseconds";
import { listReadable } from "@/lib/telemetry/queries/interactions";

/**
 * Returns the time from which all answers of the environments that the actor may read, or of one of them, are still
 * kept. Sums are kept for longer.
 */
export async function findKeptFrom(actor: Actor, environment?: string): Promise<Date> {
  const environments = await listReadable(actor, environment);
  const { _max } = await prisma().contentPolicy.aggregate({
    where: { workspaceId: actor.workspaceId, environmentId: { in: environments.map(({ id }) => id) } },
    _max: { eventsClearedTo: true },
  });
  // Beyond the retention of the installation, whole months are dropped.
  const oldest = new Date(databaseNow().getTime() - env().EVENT_RETENTION_DAYS * dayMs);
  const month = Date.UTC(oldest.getUTCFullYear(), oldest.getUTCMonth());
  return new Date(Math.max(month, _max.eventsClearedTo?.getTime() ?? 0));
}
