import { sendNotice } from "@/lib/alerts/commands/send-notice";
import type { NewNotice } from "@/lib/alerts/notice-kinds";
import { changeRequestCreated } from "@/lib/alerts/notices/change-request-created";
import type { Actor } from "@/lib/auth/actor";
import { actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { ChangeRequest } from "@/lib/core/generated/prisma/client";
import { parseInput } from "@/lib/core/validation";
import type { ChangeRequestDetail } from "../change-request-views";
import { getChangeRequestOrThrow } from "../queries/change-requests";
import { type OpenChangeRequestInput, openChangeRequestInput } from "../reviews-schema";
import { assertMerged } from "./assert-merged";
import { assertNotArchived, loadEnvironment, lockPrompt } from "./load";
import { liveOf, lockRequest } from "./load-change-request";
import { recordReviewEvent } from "./record-review-event";
import { noteReviewers } from "./reviews";

/**
 * Opens a request to release a version to an environment, compared with what is live there now. Throws 409
 * `already_exists` if an open request for it exists, `invalid_state` if the version is already live there.
 */
export async function openChangeRequest(actor: Actor, input: OpenChangeRequestInput): Promise<ChangeRequestDetail> {
  authorize(actor, "review:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { workspaceId } = actor;
  const { name, version, title, description = "", reviewers = [], ...rest } = parseInput(openChangeRequestInput, input);
  const environment = await loadEnvironment(workspaceId, rest.environment);
  authorize(actor, "review:write", environment);
  const number = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    assertNotArchived(prompt);
    const place = { workspaceId, promptId: prompt.id, environmentId: environment.id };
    await assertVersionAllowed(tx, { workspaceId, promptId: prompt.id, number: version }, { prompt, environment });
    const live = await liveOf(tx, place);
    if (live.version === version)
      throw new AppError("invalid_state", `v${version} of ${name} is live in ${environment.name} already.`);
    await assertNoOther(tx, { ...place, version });
    const request = await tx.changeRequest.create({
      data: {
        ...place,
        version,
        title,
        description,
        number: await takeNumber(tx, workspaceId),
        baseVersion: live.version,
        baseRevision: live.revision,
        ...authorOf(actor),
      },
    });
    await recordReviewEvent(tx, actor, { ...request, prompt }, { kind: "opened" });
    await sendNotice(tx, noticeOf(request, prompt.name, environment.name), environment.isProtected);
    if (reviewers.length > 0)
      await noteReviewers(tx, actor, await lockRequest(tx, workspaceId, request.number), reviewers);
    return request.number;
  });
  return getChangeRequestOrThrow(actor, number);
}

function noticeOf(request: ChangeRequest, prompt: string, environment: string): NewNotice {
  const { id, workspaceId, promptId, environmentId, number, version, baseVersion, title } = request;
  const actor = { kind: request.authorKind, id: request.authorId, name: request.authorName };
  return changeRequestCreated.alert(
    { workspaceId, promptId, environmentId, dedupeKey: `change request ${id}` },
    { changeRequest: number, prompt, environment, version, baseVersion, title, actor },
  );
}

function authorOf(actor: Actor) {
  const { actorKind, actorId, actorName } = actorRecord(actor);
  return { authorKind: actorKind, authorId: actorId, authorName: actorName };
}

/**
 * Throws 404 if the version does not exist, 409 `invalid_state` for a version of a draft copy in a protected
 * environment.
 */
export async function assertVersionAllowed(
  tx: Transaction,
  where: { workspaceId: string; promptId: string; number: number },
  { prompt, environment }: { prompt: { name: string }; environment: { name: string; isProtected: boolean } },
): Promise<void> {
  const version = await tx.version.findFirst({
    where,
    select: { number: true, draftCopy: { select: { name: true } } },
  });
  if (!version) throw notFound(`Version ${where.number} of ${prompt.name}`);
  assertMerged(version, environment);
}

/** Throws if another open request exists for the version and environment. The prompt's lock prevents a race. */
export async function assertNoOther(
  tx: Transaction,
  where: { workspaceId: string; promptId: string; environmentId: string; version: number },
): Promise<void> {
  const other = await tx.changeRequest.findFirst({ where: { ...where, status: "open" }, select: { number: true } });
  if (!other) return;
  const message = `Change request ${other.number} already asks for v${where.version} there.`;
  throw new AppError("already_exists", message, {
    errors: [{ pointer: "/version", code: "already_exists", message }],
  });
}

async function takeNumber(tx: Transaction, workspaceId: string): Promise<number> {
  const { lastChangeRequest } = await tx.workspace.update({
    where: { id: workspaceId },
    data: { lastChangeRequest: { increment: 1 } },
    select: { lastChangeRequest: true },
  });
  return lastChangeRequest;
}
