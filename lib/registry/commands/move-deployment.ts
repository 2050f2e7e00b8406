import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import type { Transaction } from "@/lib/core/db";
import type { EpochChange } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import type { Prisma, ReleaseKind } from "@/lib/core/generated/prisma/client";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { isUndo, versionStatus } from "../lifecycle";
import { type ReleaseView, toReleaseView } from "../views";
import { assertMerged } from "./assert-merged";
import { assertNotLocked } from "./assert-not-locked";
import { settleExperiment } from "./end-experiments";
import type { LoadedEnvironment, LoadedPrompt } from "./load";
import { passGate, settleRequest } from "./pass-gate";
import { raiseEpoch } from "./raise-epoch";
import { chooseHoldback, endHoldbackOf, holdbackColumns } from "./settle-holdback";

export type Move = {
  prompt: LoadedPrompt;
  environment: LoadedEnvironment;
  to: { id: string; number: number };
  kind: ReleaseKind;
  reason: string;
  /** The deployment's revision the caller saw; 0 when nothing was deployed. Undefined: whatever it is. */
  expectedRevision?: number | undefined;
  evidence?: Prisma.InputJsonObject;
  /** Goes past missing approvals; the reason is then needed. */
  override?: boolean | undefined;
  /** It only takes back the last move. */
  undo?: boolean | undefined;
};

export type MoveResult = {
  deployment: { environment: string; version: number; revision: number };
  release: ReleaseView;
};

/**
 * Moves the one pointer: deployment, statuses, epoch, release, audit and outbox in the caller's transaction, which must
 * hold the prompt's lock. Moving to what is live already changes nothing, but a rollback stops the experiment that runs
 * there all the same, and ends the control. After a promotion some users keep what was live, when the guard there asks
 * for it; every other move leaves nobody behind. Throws 409 `revision_conflict`, `experiment_conflict`, `version_locked`,
 * and what the gate in front of the environment throws.
 */
export async function moveDeployment(
  tx: Transaction,
  actor: Actor,
  move: Move,
): Promise<MoveResult & { epochs: EpochChange[] }> {
  const { prompt, environment, to, kind, reason } = move;
  const { workspaceId } = actor;
  const key = { promptId: prompt.id, environmentId: environment.id };
  const raise = () => raiseEpoch(tx, { workspaceId, environmentId: environment.id }, [prompt.id]);
  const current = await tx.deployment.findFirst({
    where: { ...key, workspaceId },
    include: { version: { select: { number: true } } },
  });
  const revision = current?.revision ?? 0;
  assertRevision(move, revision);
  if (current?.versionId === to.id) {
    const isEnded = kind !== "promote" && (await endExperimentsAndHoldback(tx, actor, move));
    const result = await unmoved(tx, move, revision);
    return { ...result, epochs: isEnded ? [(await raise()).change] : [] };
  }

  await assertNotLocked(tx, actor, move);
  await assertNotOfCopy(tx, workspaceId, move);
  await settleExperiment(tx, actor, move);
  const undone = move.undo ? await takeBack(tx, move, workspaceId, revision) : null;
  const passed = await passGate(tx, actor, move, revision);
  const { change, at } = await raise();
  const control = await chooseHoldback(tx, actor, { kind, to, place: key, at }, current);
  const evidence =
    passed || move.evidence || control || undone
      ? { ...move.evidence, ...passed, ...(control && { control }), ...undone }
      : null;
  const kept = holdbackColumns(control, current?.versionId);
  await writePointer(tx, { ...key, workspaceId }, { versionId: to.id, revision, since: at, ...kept });
  const from = current?.version.number ?? null;
  const row = await tx.release.create({
    data: {
      workspaceId,
      ...key,
      kind,
      reason,
      at,
      fromVersion: from,
      toVersion: to.number,
      revision: revision + 1,
      ...actorRecord(actor),
      ...(evidence && { evidence }),
    },
  });
  await updateVersionStatuses(tx, workspaceId, prompt.id, from === null ? [to.number] : [from, to.number]);
  await settleRequest(tx, actor, move, row.id);
  await recordAudit(
    tx,
    actor,
    kind === "promote" || kind === "experiment" ? "version.promote" : "version.rollback",
    { id: prompt.id, name: prompt.name },
    { environment: environment.name, from, to: to.number, reason, release: row.id, ...passed },
  );
  return {
    deployment: { environment: environment.name, version: to.number, revision: revision + 1 },
    release: toReleaseView(row, environment.name, prompt.name),
    epochs: [change],
  };
}

/** Refuses a move whose caller saw another revision than the deployment has: 409 `revision_conflict`. Pure. */
export function assertRevision(
  { expectedRevision, prompt, environment }: Pick<Move, "expectedRevision" | "prompt" | "environment">,
  revision: number,
): void {
  if (expectedRevision === undefined || expectedRevision === revision) return;
  throw new AppError(
    "revision_conflict",
    `${prompt.name} in ${environment.name} is at revision ${revision}, not ${expectedRevision}: someone moved it. Load it again.`,
  );
}

/** What an undo takes back: the last move, which brought what is live in place of `to`. Else 409 `invalid_state`. */
async function takeBack(tx: Transaction, { prompt, environment, to }: Move, workspaceId: string, revision: number) {
  const last = await tx.release.findFirst({
    where: { workspaceId, promptId: prompt.id, environmentId: environment.id, revision },
  });
  if (last && last.fromVersion === to.number && !isUndo(last)) return { undoes: revision };
  throw new AppError("invalid_state", `Only the last move can be undone, and it did not replace v${to.number}.`);
}

/** Refuses a draft copy's version where the environment is protected: 409 `invalid_state`. */
async function assertNotOfCopy(tx: Transaction, workspaceId: string, { to, environment, kind }: Move): Promise<void> {
  // What was good enough once must not be missing when something worse has to go.
  if (!environment.isProtected || kind === "auto_rollback") return;
  const version = await tx.version.findFirst({
    where: { id: to.id, workspaceId },
    select: { number: true, draftCopy: { select: { name: true } } },
  });
  if (version) assertMerged(version, environment);
}

/** Whether there was anything: an experiment, or a control. */
async function endExperimentsAndHoldback(tx: Transaction, actor: Actor, move: Move): Promise<boolean> {
  const isStopped = await settleExperiment(tx, actor, move);
  const place = { promptId: move.prompt.id, environmentId: move.environment.id };
  const ended = await endHoldbackOf(tx, actor, place, `Rolled back to v${move.to.number}.`);
  return isStopped || ended !== null;
}

async function unmoved(tx: Transaction, { prompt, environment, to }: Move, revision: number): Promise<MoveResult> {
  const row = await tx.release.findUniqueOrThrow({
    where: { promptId_environmentId_revision: { promptId: prompt.id, environmentId: environment.id, revision } },
  });
  return {
    deployment: { environment: environment.name, version: to.number, revision },
    release: toReleaseView(row, environment.name, prompt.name),
  };
}

async function writePointer(
  tx: Transaction,
  key: TenantPromptEnvironment,
  { revision, ...pointer }: { versionId: string; revision: number; since: Date } & ReturnType<typeof holdbackColumns>,
): Promise<void> {
  const data = { ...pointer, revision: revision + 1 };
  const { count } =
    revision === 0
      ? await tx.deployment.createMany({ data: [{ ...key, ...data }], skipDuplicates: true })
      : await tx.deployment.updateMany({ where: { ...key, revision }, data });
  if (count !== 1)
    throw new AppError("revision_conflict", "Someone moved this deployment at the same moment. Load it again.");
}

async function updateVersionStatuses(tx: Transaction, workspaceId: string, promptId: string, numbers: number[]) {
  const [versions, released] = [
    await tx.version.findMany({
      where: { workspaceId, promptId, number: { in: numbers } },
      include: { deployments: { include: { environment: { select: { stage: true } } } } },
    }),
    await tx.release.findMany({
      where: { workspaceId, promptId, toVersion: { in: numbers }, environment: { stage: { not: "development" } } },
      select: { toVersion: true },
      distinct: ["toVersion"],
    }),
  ];
  for (const { id, number, status, deployments } of versions) {
    const next = versionStatus({
      liveStages: deployments.map(({ environment }) => environment.stage),
      wasReleased: released.some(({ toVersion }) => toVersion === number),
    });
    if (next !== status) await tx.version.update({ where: { id, workspaceId }, data: { status: next } });
  }
}
