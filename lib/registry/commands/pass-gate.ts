import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma, ReleaseKind } from "@/lib/core/generated/prisma/client";
import { loadStanding } from "../queries/standing-verdicts";
import { gateRefusal } from "../reviews-gate";
import { reviewState } from "../reviews-state";
import { toFacts } from "./load-change-request";
import { recordReviewEvent } from "./record-review-event";

type Move = {
  prompt: { id: string; name: string };
  environment: { id: string };
  to: { number: number };
  kind: ReleaseKind;
  reason: string;
  override?: boolean | undefined;
};

/** What the gate leaves with the release: who approved it, or that it went past the approvals and what was missing. */
export type GateEvidence = Prisma.InputJsonObject;

/**
 * The one gate in front of every move of a pointer: refuses what the environment's approvals do not allow, 409
 * `approval_required`, `out_of_date` or `invalid_state`. With `override`, whoever may, passes with a reason, on record.
 */
export async function passGate(
  tx: Transaction,
  actor: Actor,
  move: Move,
  liveRevision: number,
): Promise<GateEvidence | null> {
  const { workspaceId } = actor;
  const { prompt, to, kind } = move;
  // Read anew: the rule may have been made stricter since the command began.
  const environment = await tx.environment.findFirstOrThrow({
    where: { id: move.environment.id, workspaceId },
    select: { id: true, name: true, isProtected: true, requiredApprovals: true },
  });
  if (environment.requiredApprovals === 0) return null;
  const place = { workspaceId, promptId: prompt.id, environmentId: environment.id };
  const [wasLive, open] = [
    (await tx.release.count({ where: { ...place, toVersion: to.number }, take: 1 })) > 0,
    await lockOpenRequest(tx, place, to.number),
  ];
  const facts = toFacts(open?.events ?? []);
  const stands = await loadStanding(tx, workspaceId, facts);
  const counting = facts.filter((fact) => stands(fact, environment));
  const state = open && reviewState(open, counting, environment, liveRevision);
  const request = open &&
    state && { number: open.number, blockers: state.blockers, isOutOfDate: state.status === "out_of_date" };
  const refusal = gateRefusal({ kind, name: prompt.name, version: to.number, environment, wasLive, request });
  if (!refusal) {
    if (!open || !state) return null;
    return { changeRequest: open.number, approvedBy: state.approvedBy.map(({ name }) => name) };
  }
  if (!move.override || refusal.code === "invalid_state") throw new AppError(refusal.code, refusal.message);
  assertOverride(actor, move.reason);
  return { override: true, missing: refusal.message, ...(open && { changeRequest: open.number }) };
}

/** Refuses to go past the approvals: 403 without the right to, 422 without a reason. */
export function assertOverride(actor: Actor, reason: string): void {
  authorize(actor, "release:override");
  if (reason.trim() !== "") return;
  const message = "Releasing without the approvals needs a reason. It stays with the release.";
  throw new AppError("invalid_request", message, { errors: [{ pointer: "/reason", code: "required", message }] });
}

type Place = { workspaceId: string; promptId: string; environmentId: string };

async function lockOpenRequest(tx: Transaction, { workspaceId, promptId, environmentId }: Place, version: number) {
  await tx.$queryRaw`select 1 from change_requests
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and version = ${version} and status = 'open' for update`;
  return tx.changeRequest.findFirst({
    where: { workspaceId, promptId, environmentId, version, status: "open" },
    include: { events: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
  });
}

/** A version that became live answers the open request for it, whichever way it went. */
export async function settleRequest(
  tx: Transaction,
  actor: Actor,
  { prompt, environment, to, reason }: Move,
  releaseId: string,
): Promise<void> {
  const { workspaceId } = actor;
  const where = { workspaceId, promptId: prompt.id, environmentId: environment.id, version: to.number };
  const request = await tx.changeRequest.findFirst({ where: { ...where, status: "open" } });
  if (!request) return;
  const event = { kind: "released", body: reason } as const;
  const data = { status: "released", releaseId, closedAt: new Date() } as const;
  await recordReviewEvent(tx, actor, { ...request, prompt }, event, data);
}
