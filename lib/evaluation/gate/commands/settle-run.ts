import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { isAppError } from "@/lib/core/errors";
import { Prisma, type ReleaseKind } from "@/lib/core/generated/prisma/client";
import { type LoadedPrompt, lockPromptById } from "@/lib/registry/commands/load";
import { moveDeployment } from "@/lib/registry/commands/move-deployment";
import { evaluateGate } from "@/lib/registry/gate/evaluate-gate";
import { hashesOf, loadGateFacts, loadPolicies, type PolicyRow } from "@/lib/registry/gate/queries/facts";
import type { GateResult } from "@/lib/registry/gate/result";
import type { RunView } from "../../runs/types";
import { automaticRefusal } from "../automatic";
import { gateActor } from "../gate-actor";
import { automaticRefusalWords } from "../words";

type Promotion = NonNullable<RunView["promotion"]>;
type Outcome = Promotion & { epochs: EpochChange[] };

const ended = ["finished", "cancelled", "failed"] as const;

/**
 * Promotes the version of a finished run that passes, if the gate is set to promote. Also promotes the versions of runs
 * that waited for this run as their baseline. Idempotent: `promotion` is set in the same transaction as the release.
 */
export async function settleRun(workspaceId: string, runId: string): Promise<void> {
  for (const run of await listOpen(workspaceId, runId)) {
    const epochs = await transaction(async (tx) => {
      // The lock on the prompt serializes its releases and the settling of its runs.
      const prompt = await lockPromptById(tx, workspaceId, run.promptId);
      return settle(tx, workspaceId, prompt, run.id);
    });
    announceEpochs(epochs);
  }
}

async function listOpen(workspaceId: string, runId: string): Promise<{ id: string; promptId: string }[]> {
  return prisma().evaluationRun.findMany({
    where: {
      workspaceId,
      OR: [{ id: runId }, { baselineRunId: runId }],
      status: { in: [...ended] },
      promotion: { equals: Prisma.DbNull },
    },
    select: { id: true, promptId: true },
    orderBy: { createdAt: "asc" },
  });
}

async function settle(
  tx: Transaction,
  workspaceId: string,
  prompt: LoadedPrompt,
  runId: string,
): Promise<EpochChange[]> {
  const run = await tx.evaluationRun.findFirst({
    where: { id: runId, workspaceId, promotion: { equals: Prisma.DbNull } },
    select: { id: true, version: true, configHash: true, environmentId: true, trigger: true, createdAt: true },
  });
  if (!run) return [];
  const isForGates = run.trigger === "save" || run.trigger === "gate";
  const policies = (await loadPolicies(tx, workspaceId, [prompt.id])).filter(
    (policy) =>
      policy.autoPromote &&
      (policy.environmentId === run.environmentId || (isForGates && hashesOf(policy).includes(run.configHash))),
  );
  const places = policies.map(({ environmentId }) => ({ promptId: prompt.id, environmentId, version: run.version }));
  const facts = await loadGateFacts(tx, workspaceId, places, { withCases: false });
  const gates = policies.flatMap((policy, index) => {
    const known = facts[index];
    return known
      ? [{ policy, result: evaluateGate(known), isOfThisGate: hashesOf(policy).includes(run.configHash) }]
      : [];
  });
  // The baseline run, usually that of the live version, has not ended. It settles this run when it ends.
  if (gates.length === 0 || gates.some(({ result }) => result.state === "running")) return [];
  const outcomes: Outcome[] = [];
  for (const gate of gates) outcomes.push(await promoteBy(tx, workspaceId, { prompt, run, ...gate }));
  const promotion: Promotion = {
    isPromoted: outcomes.some(({ isPromoted }) => isPromoted),
    message: outcomes.map(({ message }) => message).join(" "),
    releaseId: outcomes.findLast(({ releaseId }) => releaseId !== null)?.releaseId ?? null,
  };
  await tx.evaluationRun.update({ where: { id: runId, workspaceId }, data: { promotion } });
  return outcomes.flatMap(({ epochs }) => epochs);
}

type Gate = {
  prompt: LoadedPrompt;
  run: { id: string; createdAt: Date };
  policy: PolicyRow;
  result: GateResult;
  isOfThisGate: boolean;
};

async function promoteBy(tx: Transaction, workspaceId: string, gate: Gate): Promise<Outcome> {
  const { prompt, run, policy, result, isOfThisGate } = gate;
  const { version, environment: place } = result;
  const at = { workspaceId, promptId: prompt.id };
  const { environmentId, liveVersion } = policy;
  const wasLive = (await tx.release.count({ where: { ...at, environmentId, toVersion: version }, take: 1 })) > 0;
  const back = { kind: { in: ["rollback", "auto_rollback"] satisfies ReleaseKind[] }, at: { gt: run.createdAt } };
  const isTakenBack = (await tx.release.count({ where: { ...at, environmentId, ...back }, take: 1 })) > 0;
  const refusal = automaticRefusal({ result, liveVersion, isOfThisGate, wasLive, isTakenBack });
  if (refusal) return notPromoted(automaticRefusalWords(refusal, { prompt: prompt.name, result, liveVersion }));
  if (prompt.archivedAt) return notPromoted(`${prompt.name} is archived.`);
  const [environment, to] = [
    await tx.environment.findFirstOrThrow({
      where: { id: environmentId, workspaceId },
      select: { id: true, name: true, stage: true, isProtected: true },
    }),
    await tx.version.findFirstOrThrow({ where: { ...at, number: version }, select: { id: true, number: true } }),
  ];
  const reason = `Passed its evaluation on “${result.suite.name}”.`;
  const evidence = { automatic: true, evaluation: run.id };
  const move = { prompt, environment, to, kind: "promote", reason, evidence } as const;
  try {
    const { epochs, release } = await moveDeployment(tx, gateActor(workspaceId), move);
    return { isPromoted: true, message: `v${version} is live in ${place}.`, releaseId: release.id, epochs };
  } catch (error) {
    // A refused promotion is expected: nothing was written before it. Any other error rolls the transaction back.
    if (!isAppError(error) || !refusalCodes.has(error.code)) throw error;
    return notPromoted(`v${version} passed, but did not go live automatically: ${error.message}`);
  }
}

const refusalCodes = new Set(["approval_required", "out_of_date", "invalid_state", "gate_failed", "version_locked"]);

const notPromoted = (message: string): Outcome => ({ isPromoted: false, message, releaseId: null, epochs: [] });
