import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { GatedMove } from "../gate/passing";
import { askApprovals } from "./ask-approvals";
import { askEvaluation } from "./ask-evaluation";
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
