import { sendNotice } from "@/lib/alerts/commands/send-notice";
import type { NewNotice } from "@/lib/alerts/notice-kinds";
import { releaseCreated } from "@/lib/alerts/notices/release-created";
import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import type { Transaction } from "@/lib/core/db";
import type { EpochChange } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import type { Prisma, ReleaseKind } from "@/lib/core/generated/prisma/client";
import type { PromptEnvironment, TenantPromptEnvironment } from "@/lib/core/prompt-environment";
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
  /** The deployment's revision that the caller saw; 0 if nothing was deployed. Undefined skips the check. */
  expectedRevision?: number | undefined;
  evidence?: Prisma.InputJsonObject;
  /** Overrides missing approvals. Requires a reason. */
  override?: boolean | undefined;
  /** The move only undoes the last move. */
  undo?: boolean | undefined;
};

export type MoveResult = {
  deployment: { environment: string; version: number; revision: number };
  release: ReleaseView;
};

/**
 * Moves the deployment pointer. Writes deployment, version statuses, epoch, release, audit and outbox in the caller's
 * transaction, which must hold the prompt's lock. If the version is already live, a promotion changes nothing, and a
 * rollback only stops the running experiment and ends the holdback. A promotion starts a holdback if the guard there
 * asks for one; every other move ends it. Throws 409 `revision_conflict`, `experiment_conflict`, `version_locked`, and
 * the errors of the environment's gate.
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
  const holdback = holdbackColumns(control, current?.versionId);
  await writePointer(tx, { ...key, workspaceId }, { versionId: to.id, revision, since: at, ...holdback });
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
  const release = toReleaseView(row, environment.name, prompt.name);
  await sendNotice(tx, noticeOf(workspaceId, key, release), environment.isProtected);
  await recordAudit(
    tx,
    actor,
    kind === "promote" || kind === "experiment" ? "version.promote" : "version.rollback",
    { id: prompt.id, name: prompt.name },
    { environment: environment.name, from, to: to.number, reason, release: row.id, ...passed },
  );
  return {
    deployment: { environment: environment.name, version: to.number, revision: revision + 1 },
    release,
    epochs: [change],
  };
}

function noticeOf(workspaceId: string, key: PromptEnvironment, release: ReleaseView): NewNotice {
  const { id, prompt, environment, revision, kind, fromVersion, toVersion, actor, reason } = release;
  return releaseCreated.alert(
    { workspaceId, ...key, dedupeKey: `release ${id}` },
    { release: id, prompt, environment, revision, kind, fromVersion, toVersion, actor, reason },
  );
}

/** Throws 409 `revision_conflict` if the deployment's revision is not the one that the caller saw. Pure. */
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

/**
 * Checks that the last move replaced `to` by the live version, and returns what is undone. Else throws 409
 * `invalid_state`.
 */
async function takeBack(tx: Transaction, { prompt, environment, to }: Move, workspaceId: string, revision: number) {
  const last = await tx.release.findFirst({
    where: { workspaceId, promptId: prompt.id, environmentId: environment.id, revision },
  });
  if (last && last.fromVersion === to.number && !isUndo(last)) return { undoes: revision };
  throw new AppError("invalid_state", `Only the last move can be undone, and it did not replace v${to.number}.`);
}

/** Throws 409 `invalid_state` for a version of a draft copy in a protected environment. */
async function assertNotOfCopy(tx: Transaction, workspaceId: string, { to, environment, kind }: Move): Promise<void> {
  // An automatic rollback is allowed to any version that was live before.
  if (!environment.isProtected || kind === "auto_rollback") return;
  const version = await tx.version.findFirst({
    where: { id: to.id, workspaceId },
    select: { number: true, draftCopy: { select: { name: true } } },
  });
  if (version) assertMerged(version, environment);
}

/** Returns whether an experiment or a holdback was ended. */
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
