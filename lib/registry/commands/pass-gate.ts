import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import type { GatedMove, Passing } from "../gate/passing";
import { loadStanding } from "../queries/standing-reviews";
import { type GateRefusal, reviewRefusal } from "../reviews-gate";
import { reviewState } from "../reviews-state";
import { refusedMoveWords } from "../reviews-words";
import { askEvaluation } from "./ask-evaluation";
import { toFacts } from "./load-change-request";
import { recordReviewEvent } from "./record-review-event";

/** The record of the gate in a release: who approved it, the evaluation result, and what was missing and overridden. */
export type GateEvidence = Prisma.InputJsonObject;

/**
 * Checks every move of a deployment. Throws 409 `approval_required`, `out_of_date` or `invalid_state` if the
 * environment's approvals do not allow it, 409 `gate_failed` if its evaluation does not. With `override`, an actor with
 * the permission passes with a reason, which is recorded.
 */
export async function passGate(
  tx: Transaction,
  actor: Actor,
  move: GatedMove,
  liveRevision: number,
): Promise<GateEvidence | null> {
  const { workspaceId } = actor;
  const place = { workspaceId, promptId: move.prompt.id, environmentId: move.environment.id };
  const wasLive = (await tx.release.count({ where: { ...place, toVersion: move.to.number }, take: 1 })) > 0;
  const passing = { ...move, workspaceId, wasLive, liveRevision };
  const [approvals, evaluation] = [await askApprovals(tx, passing), await askEvaluation(tx, passing)];
  const refusals = [approvals.refusal, evaluation.refusal].filter((refusal) => refusal !== null);
  const [first] = refusals;
  if (first && (!move.override || first.code === "invalid_state")) {
    const errors = refusals.flatMap((refusal) => ("errors" in refusal ? refusal.errors : []));
    throw new AppError(first.code, refusals.map(({ message }) => message).join(" "), { errors });
  }
  if (first) assertOverride(actor, move.reason);
  const { changeRequest, approvedBy } = approvals;
  const evidence = {
    ...(first && { override: true, missing: refusals.map(({ message }) => message).join(" ") }),
    ...(changeRequest !== null && { changeRequest }),
    ...(changeRequest !== null && !approvals.refusal && { approvedBy }),
    ...(evaluation.evidence && { gate: evaluation.evidence as Prisma.InputJsonObject }),
  };
  return Object.keys(evidence).length > 0 ? evidence : null;
}

/** Throws 403 without the permission to override, 422 without a reason. */
export function assertOverride(actor: Actor, reason: string): void {
  authorize(actor, "release:override");
  if (reason.trim() !== "") return;
  const message = "An override needs a reason. It is stored with the release.";
  throw new AppError("invalid_request", message, { errors: [{ pointer: "/reason", code: "required", message }] });
}

/** Marks the open request for a version as released when the version becomes live by any kind of move. */
export async function settleRequest(
  tx: Transaction,
  actor: Actor,
  { prompt, environment, to, reason }: GatedMove,
  releaseId: string,
): Promise<void> {
  const { workspaceId } = actor;
  const where = { workspaceId, promptId: prompt.id, environmentId: environment.id, version: to.number };
  const request = await tx.changeRequest.findFirst({ where: { ...where, status: "open" } });
  if (!request) return;
  const event = { kind: "released", body: reason } as const;
  const data = { status: "released", releaseId, closedAt: databaseNow() } as const;
  await recordReviewEvent(tx, actor, { ...request, prompt }, event, data);
}

type Refusal = { code: GateRefusal["code"]; message: string };
type Answer = { refusal: Refusal | null; changeRequest: number | null; approvedBy: string[] };

/** Checks a move against the approvals that the environment requires. Locks the open change request. */
async function askApprovals(tx: Transaction, passing: Passing): Promise<Answer> {
  const { workspaceId, prompt, to, kind, wasLive, liveRevision } = passing;
  // Read again, because the rule may have become stricter since the command began.
  const environment = await tx.environment.findFirstOrThrow({
    where: { id: passing.environment.id, workspaceId },
    select: { id: true, name: true, isProtected: true, requiredApprovals: true },
  });
  if (environment.requiredApprovals === 0) return { refusal: null, changeRequest: null, approvedBy: [] };
  const place = { workspaceId, promptId: prompt.id, environmentId: environment.id };
  const open = await lockOpenRequest(tx, place, to.number);
  const facts = toFacts(open?.events ?? []);
  const isStanding = await loadStanding(tx, workspaceId, facts);
  const counting = facts.filter((fact) => isStanding(fact, environment));
  const state = open && reviewState(open, counting, environment, liveRevision);
  const request = open &&
    state && { number: open.number, blockers: state.blockers, isOutOfDate: state.status === "out_of_date" };
  const move = { kind, name: prompt.name, version: to.number, environment, wasLive, request };
  const refusal = reviewRefusal(move);
  return {
    refusal: refusal && { code: refusal.code, message: refusedMoveWords(refusal, move) },
    changeRequest: open?.number ?? null,
    approvedBy: state?.approvedBy.map(({ name }) => name) ?? [],
  };
}

async function lockOpenRequest(
  tx: Transaction,
  { workspaceId, promptId, environmentId }: TenantPromptEnvironment,
  version: number,
) {
  await tx.$queryRaw`select 1 from change_requests
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and version = ${version} and status = 'open' for update`;
  return tx.changeRequest.findFirst({
    where: { workspaceId, promptId, environmentId, version, status: "open" },
    include: { events: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
  });
}
