import type { SystemActor } from "@/lib/auth/actor";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { stopExperiment } from "../commands/run-experiment";
import { getExperimentResults } from "./queries";

/**
 * Stops every running A/B test with a guardrail clearly beyond its margin, so that its users get what is released. Safe
 * when fired twice: a stopped experiment stays as it is.
 */
export async function stopHarmfulExperiments(
  deadlineAt: number,
): Promise<{ checked: number; stopped: number; failed: number }> {
  const running = await prisma().$queryRaw<{ id: string; workspaceId: string }[]>`
    select x.id, x.workspace_id as "workspaceId" from experiments x
    where x.status = 'running' and x.kind = 'ab' and jsonb_array_length(x.plan->'guardrails') > 0 order by random()`;
  const done = { checked: 0, stopped: 0, failed: 0 };
  for (const { id, workspaceId } of running) {
    if (Date.now() > deadlineAt) break;
    const actor: SystemActor = { kind: "system", workspaceId, name: "Guardrails" };
    try {
      const { safetyStop } = await getExperimentResults(actor, id);
      done.checked++;
      if (!safetyStop) continue;
      await stopExperiment(actor, { id, reason: safetyStop.reason });
      done.stopped++;
    } catch (error) {
      if (isAppError(error) && error.code === "invalid_state") continue;
      if (isDatabaseUnavailable(error)) throw error; // the others would fail alike, each with a line in the log
      // An experiment that cannot be read must not prevent others from being stopped.
      logger().error({ err: error, experiment: id }, "the guardrails of an experiment could not be looked at");
      done.failed++;
    }
  }
  return done;
}
