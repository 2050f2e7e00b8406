import { z } from "zod";
import type { SystemActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { hashesOf, loadPolicies } from "@/lib/registry/gate/queries/facts";
import { gateActor } from "../gate-actor";
import { runGate } from "./run-gate";

/** What the outbox says of a version that was saved while a gate wanted to know. */
const savedVersion = z.object({ promptId: z.guid(), version: z.int().min(1) });

/**
 * Makes the runs that the gates of a prompt want of a version just saved. Told twice, it makes none twice: a run with
 * the same configuration is taken for it. A gate whose run cannot be made (no model, no cases) does not hold the others up.
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
    // What is wrong with the version or the suite is wrong the next time, too: the gate says "not evaluated".
    if (!isAppError(error) || error.status >= 500) throw error;
    logger().warn({ ...target, code: error.code, reason: error.message }, "a saved version could not be evaluated");
  }
}
