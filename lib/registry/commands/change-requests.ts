import type { Actor, UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { ChangeRequestDetail } from "../change-request-views";
import {
  type AmendChangeRequestInput,
  amendChangeRequestInput,
  type ChangeRequestInput,
  type CloseChangeRequestInput,
  changeRequestInput,
  closeChangeRequestInput,
  type EditChangeRequestInput,
  editChangeRequestInput,
  type ReleaseChangeRequestInput,
  releaseChangeRequestInput,
} from "../reviews-schema";
import { blockersWords } from "../reviews-words";
import { assertNotArchived, type LoadedPrompt } from "./load";
import {
  assertOpen,
  assertSameVersion,
  findRequest,
  type LoadedRequest,
  liveOf,
  lockPromptAndRequest,
  lockRequest,
  stateOf,
} from "./load-change-request";
import { assertRevision, type MoveResult, moveDeployment } from "./move-deployment";
import { assertNoOther, assertVersionAllowed } from "./open-change-request";
import { assertOverride } from "./pass-gate";
import { auditChange, markSeenAt, recordReviewEvent } from "./record-review-event";
import { askReviewersAgain } from "./reviews";
import { writeToRequest } from "./write-to-request";

/** Changes the texts of a request, but not its version and environment. */
export async function editChangeRequest(actor: Actor, input: EditChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number, title, description } = parseInput(editChangeRequestInput, input);
  return writeToRequest(actor, number, async (tx, { workspaceId }) => {
    const request = await lockRequest(tx, workspaceId, number);
    const data = { ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
    if (Object.keys(data).length === 0) return;
    const at = databaseNow();
    await tx.changeRequest.update({ where: { id: request.id, workspaceId }, data: { ...data, updatedAt: at } });
    await markSeenAt(tx, actor, request.id, at);
    await auditChange(tx, actor, request, "change.edit", data);
  });
}

/** Closes a request without a release. Its texts and comments stay. */
export async function closeChangeRequest(actor: Actor, input: CloseChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number, body } = parseInput(closeChangeRequestInput, input);
  return writeToRequest(actor, number, async (tx, { workspaceId }) => {
    const request = await lockRequest(tx, workspaceId, number);
    if (request.status === "closed") return;
    assertOpen(request);
    const data = { status: "closed", closedAt: databaseNow() } as const;
    await recordReviewEvent(tx, actor, request, { kind: "closed", body: body?.trim() }, data);
  });
}

/** Reopens a closed request. Approvals still count if nothing has changed since. */
export async function reopenChangeRequest(actor: Actor, input: CloseChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number, body } = parseInput(closeChangeRequestInput, input);
  return writeToRequest(actor, number, async (tx, found) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    if (request.status === "open") return;
    if (request.status === "released")
      throw new AppError("invalid_state", `Change request ${number} was promoted. Open a new one.`);
    assertNotArchived(prompt);
    const { workspaceId, promptId, environmentId, version } = request;
    await assertNoOther(tx, { workspaceId, promptId, environmentId, version });
    const data = { status: "open", closedAt: null } as const;
    await recordReviewEvent(tx, actor, request, { kind: "reopened", body: body?.trim() }, data);
  });
}

/**
 * Replaces the version under review by a newer one, compared with what is live now. Earlier approvals and requests for
 * changes no longer count, and the reviewers are asked again.
 */
export async function amendChangeRequest(actor: Actor, input: AmendChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number, version, body } = parseInput(amendChangeRequestInput, input);
  return writeToRequest(actor, number, async (tx, found) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    if (version <= request.version) {
      const message = `Change request ${number} is about v${request.version}. Replace it with a newer version, not v${version}.`;
      throw new AppError("invalid_state", message);
    }
    await replaceVersion(tx, actor, { prompt, request, version, body: body?.trim() });
  });
}

type Replacing = { prompt: LoadedPrompt; request: LoadedRequest; version: number; body: string | undefined };

/** Replaces the version under review. The caller must have locked the prompt and the request. */
export async function replaceVersion(tx: Transaction, actor: Actor, { prompt, request, version, body }: Replacing) {
  assertOpen(request);
  assertNotArchived(prompt);
  const { workspaceId, promptId, environmentId, environment } = request;
  await assertVersionAllowed(tx, { workspaceId, promptId, number: version }, { prompt, environment });
  await assertNoOther(tx, { workspaceId, promptId, environmentId, version });
  const live = await liveOf(tx, request);
  if (live.version === version)
    throw new AppError("invalid_state", `v${version} is live in ${environment.name} already.`);
  const data = { version, baseVersion: live.version, baseRevision: live.revision };
  await recordReviewEvent(tx, actor, request, { kind: "amended", body }, data);
  await askReviewersAgain(tx, actor, { ...request, version });
}

/**
 * Updates the base of a request to what is live now. Approvals for an earlier base no longer count. Does nothing if the
 * base is current.
 */
export async function updateChangeRequest(actor: Actor, input: ChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number } = parseInput(changeRequestInput, input);
  return writeToRequest(actor, number, async (tx, found) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    assertOpen(request);
    assertNotArchived(prompt);
    const live = await liveOf(tx, request);
    if (live.revision === request.baseRevision) return;
    const data = { baseVersion: live.version, baseRevision: live.revision };
    await recordReviewEvent(tx, actor, request, { kind: "updated" }, data);
  });
}

/** Records that a person has seen the current state of a request. Stored per person and not audited. */
export async function markChangeSeen(actor: UserActor, input: ChangeRequestInput): Promise<void> {
  authorize(actor, "prompt:read");
  const { number } = parseInput(changeRequestInput, input);
  const { id, updatedAt } = await findRequest(actor.workspaceId, number);
  await transaction((tx) => markSeenAt(tx, actor, id, updatedAt));
}

/**
 * Releases the version of a request to its environment, and marks the request as released in the same transaction.
 * Throws 409 `approval_required` or `out_of_date` with what is missing, `invalid_state` if the request is not open.
 */
export async function releaseChangeRequest(actor: Actor, input: ReleaseChangeRequestInput): Promise<MoveResult> {
  const { number, reason = "", expectedRevision, override, version } = parseInput(releaseChangeRequestInput, input);
  const { workspaceId } = actor;
  authorize(actor, "prompt:promote");
  const found = await findRequest(workspaceId, number);
  authorize(actor, "prompt:promote", found.environment);
  const { epochs, ...result } = await transaction(async (tx) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    assertOpen(request);
    assertNotArchived(prompt);
    assertSameVersion(request, version);
    const { environment } = request;
    const live = await liveOf(tx, request);
    assertRevision({ prompt, environment, expectedRevision }, live.revision);
    const state = await stateOf(tx, request, live.revision);
    if (state.blockers.length > 0) {
      const code = state.status === "out_of_date" ? "out_of_date" : "approval_required";
      if (!override) throw new AppError(code, `Change request ${number}: ${blockersWords(state.blockers)}`);
      assertOverride(actor, reason);
    }
    const to = await tx.version.findFirstOrThrow({
      where: { workspaceId, promptId: prompt.id, number: request.version },
      select: { id: true, number: true },
    });
    const evidence = { changeRequest: number };
    const move = { prompt, environment, to, kind: "promote", reason, expectedRevision, override, evidence } as const;
    return moveDeployment(tx, actor, move);
  });
  announceEpochs(epochs);
  return result;
}
