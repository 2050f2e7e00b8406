import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { Content } from "@/lib/template/content";
import type { CommentView } from "../change-request-views";
import { toCommentView } from "../queries/change-requests";
import {
  type AcceptSuggestionInput,
  acceptSuggestionInput,
  type SuggestChangesInput,
  suggestChangesInput,
} from "../reviews-schema";
import { suggestedLines, suggestibleText } from "../reviews-suggestions";
import { noteMentions, notifyAuthor } from "./ask-reviewers";
import { loadComment, touch } from "./comment-on-change";
import { assertOpen, findRequest, type LoadedRequest, lockRequest } from "./load-change-request";

const most = 100;

/** Suggests changes to a text of the version under review, one suggestion per line. Requires only read permission. */
export async function suggestChanges(actor: Actor, input: SuggestChangesInput): Promise<CommentView[]> {
  const { number, version, pointer, text, body = "" } = parseInput(suggestChangesInput, input);
  const { workspaceId } = actor;
  authorize(actor, "prompt:read");
  authorize(actor, "prompt:read", (await findRequest(workspaceId, number)).environment);
  return transaction(async (tx) => {
    const request = await lockRequest(tx, workspaceId, number);
    assertOpen(request);
    assertUnderReview(request, version);
    const { content } = await tx.version.findFirstOrThrow({
      where: { workspaceId, promptId: request.promptId, number: version },
      select: { content: true },
    });
    const before = suggestibleText(content as Content, pointer);
    if (before === null) throw refused("/pointer", `v${version} has no text at ${pointer}.`);
    const lines = suggestedLines(before, text);
    if (lines.length === 0) throw refused("/text", `v${version} already has this content.`);
    if (lines.length > most) throw refused("/text", `More than ${most} lines differ. Save a version instead.`);
    const { actorKind: authorKind, actorId: authorId, actorName: authorName } = actorRecord(actor);
    const quoted = before.split("\n");
    const comments = await tx.reviewComment.createManyAndReturn({
      data: lines.map(({ line, act, text: suggestion }, index) => ({
        workspaceId,
        changeRequestId: request.id,
        version,
        pointer,
        line,
        quote: quoted[line - 1] ?? "",
        body: index === 0 ? body.trim() : "",
        suggests: act,
        suggestion,
        authorKind,
        authorId,
        authorName,
      })),
    });
    const [first] = comments;
    if (first) await touch(tx, actor, request, "change.suggest", first, { lines: lines.length });
    await noteMentions(tx, actor, request, body);
    const count = lines.length === 1 ? "a change" : `${lines.length} changes`;
    await notifyAuthor(tx, actor, request, { did: `suggested ${count} of`, text: body });
    return comments.map(toCommentView);
  });
}

/**
 * Accepts a suggestion. It is saved together with the other accepted ones. Throws 409 `invalid_state` if it cannot be
 * accepted.
 */
export async function acceptSuggestion(actor: Actor, input: AcceptSuggestionInput): Promise<CommentView> {
  const { number, id, instead } = parseInput(acceptSuggestionInput, input);
  const { workspaceId } = actor;
  authorize(actor, "prompt:write");
  authorize(actor, "review:write", (await findRequest(workspaceId, number)).environment);
  return transaction(async (tx) => {
    const request = await lockRequest(tx, workspaceId, number);
    assertOpen(request);
    const comment = await loadComment(tx, { id, changeRequestId: request.id, workspaceId });
    if (comment.suggests === null) throw new AppError("invalid_state", "This comment suggests nothing.");
    if (comment.savedIn !== null)
      throw new AppError("invalid_state", `v${comment.savedIn} already contains this suggestion.`);
    assertUnderReview(request, comment.version);
    if (comment.accepted) return toCommentView(comment);
    const { version, pointer, line } = comment;
    const same = { workspaceId, changeRequestId: request.id, version, pointer, line, accepted: true };
    const other = await tx.reviewComment.findFirst({ where: { ...same, suggests: { not: "insert" } } });
    if (other && comment.suggests !== "insert") {
      if (!instead)
        throw new AppError("invalid_state", `Another suggestion for line ${line} was accepted. Undo that one first.`);
      const where = { id: other.id, workspaceId };
      const data = { accepted: false, resolvedAt: databaseNow(), resolvedByName: actor.name };
      const declined = await tx.reviewComment.update({ where, data });
      await touch(tx, actor, request, "change.resolve_comment", declined);
    }
    const accepted = await tx.reviewComment.update({
      where: { id, workspaceId },
      data: { accepted: true, resolvedAt: databaseNow(), resolvedByName: actor.name },
    });
    await touch(tx, actor, request, "change.accept_suggestion", accepted);
    return toCommentView(accepted);
  });
}

function assertUnderReview(request: LoadedRequest, version: number): void {
  if (version === request.version) return;
  throw new AppError("invalid_state", `v${request.version} is under review now, not v${version}.`);
}

function refused(pointer: string, message: string): AppError {
  return new AppError("invalid_request", message, { errors: [{ pointer, code: "invalid", message }] });
}
