import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { ReviewComment } from "@/lib/core/generated/prisma/client";
import { parseInput } from "@/lib/core/validation";
import type { Content } from "@/lib/template/content";
import type { ChangeRequestDetail } from "../change-request-views";
import { mergeContents } from "../merge";
import { getChangeRequestOrThrow } from "../queries/change-requests";
import { type ChangeRequestInput, changeRequestInput } from "../reviews-schema";
import { withSuggestions } from "../reviews-suggestions";
import { replaceVersion } from "./amend-change-request";
import { insertVersion } from "./insert-version";
import { findRequest, type LoadedRequest, lockPromptAndRequest } from "./load-change-request";
import { advanceCopy, loadOpenCopy } from "./load-draft-copy";
import { prepareContent } from "./prepare-content";

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
