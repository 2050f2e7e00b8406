import type { Actor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { ExperimentResults, HealthCheck } from "../results/schema";

const mostExamples = 3;

type CheckId = HealthCheck["id"];

/** The users that a check counts. Checks that count no users have none. */
function counted(check: CheckId, planned: readonly string[]): Prisma.Sql | null {
  if (check === "two_arms") return Prisma.sql`is_in_two_arms`;
  if (check === "missing_outcomes") return Prisma.sql`is_mature and not is_heard`;
  if (check === "stray_traffic") return Prisma.sql`variant <> all(${planned}::text[])`;
  if (check === "clocks") return Prisma.sql`is_early`;
  return null;
}

/**
 * Returns a few of the users that each failed or flagged check counts, in a phase. The check counts users, so no list
 * of requests is as long as its number. Empty without access to what users wrote.
 */
export async function listExampleUsers(
  actor: Actor,
  { id, kind, phase, variants, health }: Pick<ExperimentResults, "id" | "kind" | "phase" | "variants" | "health">,
): Promise<Partial<Record<CheckId, string[]>>> {
  if (actor.kind === "system" || !can(actor, "interaction:read")) return {};
  const planned = variants.filter(({ weight }) => kind !== "ab" || weight > 0).map(({ key }) => key);
  const found: Partial<Record<CheckId, string[]>> = {};
  for (const { id: check, result } of health.checks) {
    const condition = result === "fails" || result === "flagged" ? counted(check, planned) : null;
    if (!condition) continue;
    const users = await prisma().$queryRaw<{ unit: string }[]>`
      select unit_id as unit from experiment_units where workspace_id = ${actor.workspaceId}::uuid
        and experiment_id = ${id}::uuid and phase = ${phase} and ${condition} limit ${mostExamples}`;
    if (users.length > 0) found[check] = users.map(({ unit }) => unit);
  }
  return found;
}
