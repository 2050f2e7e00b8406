import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { ReviewComment } from "@/lib/core/generated/prisma/client";
import { parseInput } from "@/lib/core/validation";
import type { Content } from "@/lib/template/content";
import type { CommentView } from "../change-request-views";
import { toCommentView } from "../queries/change-requests";
import { quoteAt } from "../reviews-quote";
import {
  type ChangeCommentInput,
  type CommentOnChangeInput,
  changeCommentInput,
  commentOnChangeInput,
} from "../reviews-schema";
import { isSamePerson } from "../reviews-state";
import { findRequest, type LoadedRequest, lockRequest } from "./load-change-request";
import { auditChange, type ChangeAction, markSeenAt } from "./record-review-event";
import { noteMentions, notifyAuthor } from "./reviews";

/**
 * Comments on a line, a field or the whole of a version under review, or replies to a comment. Requires only read
 * permission.
 */
export async function commentOnChange(actor: Actor, input: CommentOnChangeInput): Promise<CommentView> {
  const { number, body, replyTo, ...place } = parseInput(commentOnChangeInput, input);
  const { workspaceId } = actor;
  authorize(actor, "prompt:read");
  authorize(actor, "prompt:read", (await findRequest(workspaceId, number)).environment);
  return transaction(async (tx) => {
    const request = await lockRequest(tx, workspaceId, number);
    const anchor = replyTo ? await anchorOf(tx, request, replyTo) : await findPlace(tx, request, place);
    const { actorKind, actorId, actorName } = actorRecord(actor);
    const comment = await tx.reviewComment.create({
      data: {
        workspaceId,
        changeRequestId: request.id,
        body,
        ...anchor,
        authorKind: actorKind,
        authorId: actorId,
        authorName: actorName,
      },
    });
    await touch(tx, actor, request, "change.comment", comment);
    await noteMentions(tx, actor, request, body);
    await notifyAuthor(tx, actor, request, { did: "commented on", text: body });
    return toCommentView(comment);
  });
}

/** A reply has the position of the first comment in its thread. */
async function anchorOf(tx: Transaction, { id: changeRequestId, workspaceId }: LoadedRequest, id: string) {
  const comment = await loadComment(tx, { id, changeRequestId, workspaceId });
  const { version, pointer, line, quote } = comment;
  return { version, pointer, line, quote, replyToId: comment.replyToId ?? comment.id };
}

type CommentPlace = { version?: number | undefined; pointer?: string | undefined; line?: number | undefined };

async function findPlace(tx: Transaction, request: LoadedRequest, { version, pointer = "", line }: CommentPlace) {
  const { workspaceId, promptId, baseVersion, number } = request;
  const commentVersion = version ?? request.version;
  if (commentVersion !== request.version && commentVersion !== baseVersion) {
    const message = `Change request ${number} compares ${baseVersion === null ? "nothing" : `v${baseVersion}`} with v${request.version}, not v${commentVersion}.`;
    throw new AppError("invalid_request", message, { errors: [{ pointer: "/version", code: "not_found", message }] });
  }
  const row = await tx.version.findFirstOrThrow({
    where: { workspaceId, promptId, number: commentVersion },
    select: { content: true },
  });
  const quote = quoteAt(row.content as Content, { pointer, line: line ?? null });
  if (quote === null) {
    const message = `v${commentVersion} has no such place: ${pointer || "the whole"}${line === undefined ? "" : `, line ${line}`}.`;
    throw new AppError("invalid_request", message, { errors: [{ pointer: "/pointer", code: "not_found", message }] });
  }
  return { version: commentVersion, pointer, line: line ?? null, quote };
}

/** Resolves a thread. Allowed for its author and for everyone who may write reviews. */
export function resolveComment(actor: Actor, input: ChangeCommentInput): Promise<CommentView> {
  return settle(actor, input, true);
}

/** Reopens a resolved thread. */
export function reopenComment(actor: Actor, input: ChangeCommentInput): Promise<CommentView> {
  return settle(actor, input, false);
}

async function settle(actor: Actor, input: ChangeCommentInput, isResolved: boolean): Promise<CommentView> {
  const { number, id } = parseInput(changeCommentInput, input);
  const { workspaceId } = actor;
  authorize(actor, "prompt:read");
  const { environment } = await findRequest(workspaceId, number);
  return transaction(async (tx) => {
    const request = await lockRequest(tx, workspaceId, number);
    const comment = await loadComment(tx, { id, changeRequestId: request.id, workspaceId });
    if (!isOwn(actor, comment)) authorize(actor, "review:write", environment);
    if (comment.replyToId)
      throw new AppError("invalid_state", "A reply is resolved with its comment. Send the comment's id.");
    if (comment.savedIn !== null)
      throw new AppError("invalid_state", `v${comment.savedIn} already contains this suggestion.`);
    if ((comment.resolvedAt !== null) === isResolved) return toCommentView(comment);
    const settled = await tx.reviewComment.update({
      where: { id, workspaceId },
      data: {
        resolvedAt: isResolved ? databaseNow() : null,
        resolvedByName: isResolved ? actor.name : null,
        // Resolving a suggestion without accepting it declines it.
        ...(comment.suggests !== null && { accepted: isResolved ? false : null }),
      },
    });
    await touch(tx, actor, request, isResolved ? "change.resolve_comment" : "change.reopen_comment", settled);
    return toCommentView(settled);
  });
}

function isOwn(actor: Actor, { authorKind, authorId }: ReviewComment): boolean {
  const { actorKind: kind, actorId: id } = actorRecord(actor);
  return isSamePerson({ kind, id }, { kind: authorKind, id: authorId });
}

export async function loadComment(
  tx: Transaction,
  where: { id: string; changeRequestId: string; workspaceId: string },
): Promise<ReviewComment> {
  const comment = await tx.reviewComment.findFirst({ where });
  if (!comment) throw notFound("This comment");
  return comment;
}

/** Marks the request as changed for those who have already seen it. */
export async function touch(
  tx: Transaction,
  actor: Actor,
  request: LoadedRequest,
  action: ChangeAction,
  comment: ReviewComment,
  more: Record<string, number> = {},
) {
  const at = databaseNow();
  await tx.changeRequest.update({
    where: { id: request.id, workspaceId: request.workspaceId },
    data: { updatedAt: at },
  });
  await markSeenAt(tx, actor, request.id, at);
  const { id, version, pointer, line } = comment;
  await auditChange(tx, actor, request, action, { comment: id, version, pointer, line, ...more });
}
