import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { ReviewComment } from "@/lib/core/generated/prisma/client";
import { parseInput } from "@/lib/core/validation";
import type { Content } from "@/lib/template/content";
import type { ChangeRequestDetail, CommentView } from "../change-request-views";
import { mergeContents } from "../merge";
import { getChangeRequestOrThrow, toCommentView } from "../queries/change-requests";
import {
  type AcceptSuggestionInput,
  acceptSuggestionInput,
  type ChangeRequestInput,
  changeRequestInput,
  type SuggestChangesInput,
  suggestChangesInput,
} from "../reviews-schema";
import { suggestedLines, suggestibleText, withSuggestions } from "../reviews-suggestions";
import { replaceVersion } from "./change-requests";
import { loadComment, touch } from "./comment-on-change";
import { insertVersion, prepareContent } from "./insert-version";
import { assertOpen, findRequest, type LoadedRequest, lockPromptAndRequest, lockRequest } from "./load-change-request";
import { advanceCopy, loadOpenCopy } from "./load-draft-copy";
import { noteMentions, notifyAuthor } from "./reviews";

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

/**
 * Saves the accepted suggestions as the next version and puts it under review. Merges versions that were saved in the
 * meantime. Throws 409 `invalid_state` if a suggestion is undecided, `merge_conflict` if a newer version changed the
 * same lines.
 */
export async function saveSuggestions(actor: Actor, input: ChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number } = parseInput(changeRequestInput, input);
  const { workspaceId } = actor;
  authorize(actor, "prompt:write");
  authorize(actor, "prompt:read"); // needed for the result
  const found = await findRequest(workspaceId, number);
  authorize(actor, "review:write", found.environment);
  const plan = await planVersion(prisma(), found);
  const prepared = await prepareContent(actor, found.prompt.name, plan.content);
  await transaction(async (tx) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    const now = await planVersion(tx, request);
    if (now.seen !== plan.seen)
      throw new AppError("revision_conflict", "Something was decided or saved meanwhile. Load it again.");
    const { draftCopyId, latest } = plan;
    const copy = draftCopyId ? await loadOpenCopy(tx, workspaceId, prompt, draftCopyId) : null;
    const message = `Suggestions of ${plan.authors}`;
    const version = await insertVersion(tx, actor, {
      prompt,
      prepared,
      message,
      parentVersion: latest,
      ...(latest !== request.version && { mergedVersion: request.version }),
      ...(copy && { draftCopyId: copy.id }),
    });
    if (copy) await advanceCopy(tx, workspaceId, copy.id, version.number);
    await tx.reviewComment.updateMany({
      where: { workspaceId, changeRequestId: request.id, id: { in: plan.accepted.map(({ id }) => id) } },
      data: { savedIn: version.number },
    });
    await replaceVersion(tx, actor, { prompt, request, version: version.number, body: message });
  });
  return getChangeRequestOrThrow(actor, number);
}

/** The text to save, and the state from which it was made: `seen` differs if that state has changed. */
async function planVersion(tx: Pick<Transaction, "version" | "reviewComment" | "prompt">, request: LoadedRequest) {
  const { id: changeRequestId, workspaceId, promptId, version } = request;
  const read = (number: number) =>
    tx.version.findFirstOrThrow({
      where: { workspaceId, promptId, number },
      select: { content: true, draftCopyId: true, draftCopy: { select: { headNumber: true } } },
    });
  const own = await read(version);
  const { latestVersion } = await tx.prompt.findFirstOrThrow({
    where: { id: promptId, workspaceId },
    select: { latestVersion: true },
  });
  const suggested = await tx.reviewComment.findMany({
    where: { workspaceId, changeRequestId, version, suggests: { not: null }, savedIn: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  assertDecided(suggested);
  const accepted = suggested.filter((one) => one.accepted);
  if (accepted.length === 0) throw new AppError("invalid_state", "No suggestion was accepted.");
  const base = own.content as Content;
  const ours = withSuggestions(base, accepted.map(toLine));
  const latest = own.draftCopy?.headNumber ?? latestVersion;
  const content = latest === version ? ours : bringIn(base, ours, (await read(latest)).content as Content, latest);
  return {
    content,
    latest,
    accepted,
    draftCopyId: own.draftCopyId,
    authors: [...new Set(accepted.map(({ authorName }) => authorName))].join(", "),
    seen: JSON.stringify([version, latest, accepted.map(({ id }) => id)]),
  };
}

function assertDecided(suggested: readonly ReviewComment[]): void {
  const open = suggested.filter(({ accepted }) => accepted === null).length;
  if (open === 0) return;
  const count = open === 1 ? "One suggestion is" : `${open} suggestions are`;
  throw new AppError("invalid_state", `${count} open. Accept or decline first.`);
}

const toLine = ({ pointer, line, suggests, suggestion }: ReviewComment) => ({
  pointer,
  line: line ?? 0,
  act: suggests ?? "replace",
  text: suggestion,
});

function bringIn(base: Content, ours: Content, theirs: Content, latest: number): Content {
  const { conflicts, content } = mergeContents(base, ours, theirs);
  if (conflicts.length === 0) return content;
  throw new AppError(
    "merge_conflict",
    `v${latest} changed the same lines. Edit from v${latest} and choose that version.`,
  );
}
