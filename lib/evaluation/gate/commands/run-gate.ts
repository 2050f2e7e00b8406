import { z } from "zod";
import type { Actor, SystemActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { isAppError, notFound } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { parseInput } from "@/lib/core/validation";
import { hashesOf, loadPolicies } from "@/lib/registry/gate/queries/facts";
import { type GatePolicyView, getGatePolicyOrThrow } from "@/lib/registry/gate/queries/policies";
import { type GateTarget, gateTarget } from "@/lib/registry/gate/schema";
import type { Content } from "@/lib/template/content";
import { offlineModel } from "@/lib/template/offline-model";
import { findStandIn } from "../../models/queries";
import { createRun } from "../../runs/commands/create-run";
import type { GivenSet } from "../../runs/commands/plan-run";
import type { RunTrigger, RunView } from "../../runs/types";
import type { ScorerConfig } from "../../scorers/schema";
import { gateActor } from "../gate-actor";

/**
 * Creates the run that a gate needs: with its approved cases and scorers, its repeats and model, and the live version
 * as the baseline if the version must not be worse. Reuses an unfinished run with the same configuration. If no
 * provider is connected, the offline model answers instead of the versions' own models. Throws 404 if there is no gate.
 */
export async function runGate(actor: Actor, target: GateTarget, trigger: RunTrigger = "gate"): Promise<RunView> {
  const { prompt, version, environment } = parseInput(gateTarget, target);
  const policy = await getGatePolicyOrThrow(actor, { name: prompt, environment });
  const live = policy.isNotWorse ? await liveVersion(actor, policy) : null;
  const model = policy.model ?? (await standInFor(actor, policy.prompt, version));
  const { suite, budgetUsd, repeats, concurrency } = policy;
  const runFields = {
    prompt: policy.prompt,
    version,
    environment,
    trigger,
    suite: suite.id,
    repeats,
    concurrency,
    ...(model && { model }),
    ...(budgetUsd !== null && { budgetUsd }),
    ...(live !== null && live !== version && { baselineVersion: live }),
  };
  return createRun(actor, runFields, await approvedSet(actor, policy));
}

/** Null: the version runs on its own model. */
async function standInFor(actor: Actor, prompt: string, version: number) {
  const { workspaceId } = actor;
  const row = await prisma().version.findFirst({
    where: { workspaceId, number: version, prompt: { workspaceId, name: prompt } },
    select: { content: true },
  });
  const own = (row?.content as Content | undefined)?.model;
  return own && own.provider !== offlineModel.provider ? findStandIn(actor) : null;
}

async function approvedSet({ workspaceId }: Actor, { prompt, environment }: GatePolicyView): Promise<GivenSet> {
  const row = await prisma().gatePolicy.findFirst({
    where: {
      workspaceId,
      prompt: { workspaceId, name: prompt },
      environment: { workspaceId, ...environmentCalled(environment) },
    },
    select: { suiteRevision: true, scorers: true },
  });
  if (!row) throw notFound(`A gate of ${prompt} for ${environment}`);
  // The scorers were validated when they were saved.
  return { suiteRevision: row.suiteRevision, scorers: row.scorers as ScorerConfig[] };
}

async function liveVersion({ workspaceId }: Actor, { prompt, environment }: GatePolicyView): Promise<number | null> {
  const row = await prisma().deployment.findFirst({
    where: {
      workspaceId,
      prompt: { workspaceId, name: prompt },
      environment: { workspaceId, ...environmentCalled(environment) },
    },
    select: { version: { select: { number: true } } },
  });
  return row?.version.number ?? null;
}

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
