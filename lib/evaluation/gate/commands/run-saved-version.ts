import { z } from "zod";
import type { SystemActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { hashesOf, loadPolicies } from "@/lib/registry/gate/queries/facts";
import { gateActor } from "../gate-actor";
import { runGate } from "./run-gate";

/** The outbox message for a version that was saved while a gate evaluates every saved version. */
const savedVersion = z.object({ promptId: z.guid(), version: z.int().min(1) });

/**
 * Creates the runs that the gates of a prompt need for a version that was just saved. A second call reuses runs with
 * the same configuration. A gate whose run cannot be created (no model, no cases) does not stop the others.
 */
export async function runSavedVersion(workspaceId: string, payload: unknown): Promise<void> {
  const { promptId, version } = savedVersion.parse(payload);
  const actor = gateActor(workspaceId);
  const policies = await loadPolicies(prisma(), workspaceId, [promptId]);
  for (const policy of policies.filter(({ runOnSave }) => runOnSave)) {
    const where = { workspaceId, promptId, version, configHash: { in: hashesOf(policy) } };
    if ((await prisma().evaluationRun.count({ where, take: 1 })) > 0) continue;
    await runOne(actor, { prompt: policy.prompt, version, environment: policy.environment });
  }
}

async function runOne(actor: SystemActor, target: { prompt: string; version: number; environment: string }) {
  try {
    await runGate(actor, target, "save");
  } catch (error) {
    // A fault of the version or the suite would fail again, so it is not retried. The gate shows "not evaluated".
    if (!isAppError(error) || error.status >= 500) throw error;
    logger().warn({ ...target, code: error.code, reason: error.message }, "a saved version could not be evaluated");
  }
}
