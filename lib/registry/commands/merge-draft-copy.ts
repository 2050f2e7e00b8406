import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { DraftCopy } from "@/lib/core/generated/prisma/client";
import type { MergeDraftCopyInput } from "../draft-copy-schema";
import type { DraftCopyView } from "../draft-copy-views";
import type { PreparedContent } from "../prepare";
import { getDraftCopyOrThrow } from "../queries/draft-copies";
import { type MergePlan, planMerge } from "../queries/merge-plan";
import { getVersionOrThrow, type VersionDetail } from "../queries/versions";
import { insertVersion, prepareContent } from "./insert-version";
import { assertNotArchived, type LoadedPrompt, lockPrompt } from "./load";
import { loadCopy } from "./load-draft-copy";

export type MergedDraftCopy = { draftCopy: DraftCopyView; version: VersionDetail };

/**
 * Merges a draft copy into its prompt, which closes the copy, or new versions of the prompt into the copy. The merge is
 * a new version with both sides as parents. Throws 409 `merge_conflict` if there are conflicts and no `content`
 * resolves them, `unchanged` if there is nothing to merge, `revision_conflict` if either side has changed.
 */
export async function mergeDraftCopy(actor: Actor, input: MergeDraftCopyInput): Promise<MergedDraftCopy> {
  authorize(actor, "prompt:write");
  const { id, into = "prompt", expectedLatest, expectedHead } = input;
  const plan = await planMerge(actor, { name: input.name, id, into });
  const name = plan.draftCopy.prompt;
  assertOpen(plan.draftCopy);
  const latest = expectedLatest ?? plan.theirs.version;
  const head = expectedHead ?? plan.ours.version;
  assertSeen(plan.draftCopy.name, { latest, head }, { latest: plan.theirs.version, head: plan.ours.version });
  assertSomethingNew(plan);
  if (input.content === undefined) assertNoConflicts(plan);
  const prepared = await prepareContent(actor, name, input.content ?? plan.content);

  const number = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, actor.workspaceId, name);
    assertNotArchived(prompt);
    const copy = await loadCopy(tx, actor.workspaceId, prompt, id);
    assertOpen(copy);
    assertSeen(copy.name, { latest, head }, { latest: prompt.latestVersion, head: copy.headNumber });
    const message = input.message?.trim() || defaultMessage(plan);
    const write = into === "prompt" ? mergeIntoPrompt : mergeIntoCopy;
    return write(tx, actor, { prompt, copy, prepared, message });
  });
  const [draftCopy, version] = await Promise.all([
    getDraftCopyOrThrow(actor, name, id),
    getVersionOrThrow(actor, name, number),
  ]);
  return { draftCopy, version };
}

type Merge = { prompt: LoadedPrompt; copy: DraftCopy; prepared: PreparedContent; message: string };

async function mergeIntoPrompt(tx: Transaction, actor: Actor, { prompt, copy, prepared, message }: Merge) {
  const { workspaceId } = actor;
  const newest = await tx.version.findFirst({
    where: { workspaceId, promptId: prompt.id, number: prompt.latestVersion, contentHash: prepared.contentHash },
    select: { number: true },
  });
  if (newest)
    throw new AppError(
      "unchanged",
      `v${newest.number} already has this content. Close the draft copy if you no longer need it.`,
    );
  const version = await insertVersion(tx, actor, {
    prompt,
    prepared,
    message,
    parentVersion: prompt.latestVersion,
    mergedVersion: copy.headNumber,
  });
  const now = databaseNow();
  await tx.draftCopy.update({
    where: { id: copy.id, workspaceId },
    data: { status: "merged", mergedAs: version.number, closedAt: now, updatedAt: now },
  });
  await recordMerge(tx, actor, { prompt, copy }, { into: "prompt", version: version.number });
  return version.number;
}

async function mergeIntoCopy(tx: Transaction, actor: Actor, { prompt, copy, prepared, message }: Merge) {
  const { workspaceId } = actor;
  const version = await insertVersion(tx, actor, {
    prompt,
    prepared,
    message,
    parentVersion: copy.headNumber,
    mergedVersion: prompt.latestVersion,
    draftCopyId: copy.id,
  });
  await tx.draftCopy.update({
    where: { id: copy.id, workspaceId },
    data: { headNumber: version.number, baseNumber: prompt.latestVersion, updatedAt: databaseNow() },
  });
  await recordMerge(tx, actor, { prompt, copy }, { into: "copy", version: version.number });
  return version.number;
}

async function recordMerge(
  tx: Transaction,
  actor: Actor,
  { prompt, copy }: Pick<Merge, "prompt" | "copy">,
  data: { into: "prompt" | "copy"; version: number },
): Promise<void> {
  await recordAudit(
    tx,
    actor,
    "draft-copy.merge",
    { id: copy.id, name: copy.name },
    { prompt: prompt.name, head: copy.headNumber, latest: prompt.latestVersion, ...data },
  );
}

function assertOpen({ name, status, mergedAs }: Pick<DraftCopyView, "name" | "status" | "mergedAs">): void {
  if (status === "open") return;
  const end = status === "merged" ? `was merged as v${mergedAs}` : "is closed. Reopen it first";
  throw new AppError("invalid_state", `The draft copy "${name}" ${end}.`);
}

type Heads = { latest: number; head: number };

function assertSeen(name: string, seen: Heads, now: Heads): void {
  if (seen.latest !== now.latest)
    throw new AppError("revision_conflict", `The prompt is at v${now.latest}, not v${seen.latest}. Load it again.`);
  if (seen.head !== now.head)
    throw new AppError(
      "revision_conflict",
      `The draft copy "${name}" is at v${now.head}, not v${seen.head}. Load it again.`,
    );
}

function assertSomethingNew({ into, draftCopy, base, ours, theirs }: MergePlan): void {
  if (into === "prompt" && ours.version === base.version)
    throw new AppError("unchanged", `Nothing was saved in the draft copy "${draftCopy.name}" yet.`);
  if (into === "copy" && theirs.version === base.version)
    throw new AppError(
      "unchanged",
      `The draft copy "${draftCopy.name}" already contains everything up to v${base.version}.`,
    );
}

/** Throws 409 `merge_conflict` with the conflicts, as pointers into the plan's content. */
function assertNoConflicts({ conflicts, draftCopy }: MergePlan): void {
  if (conflicts.length === 0) return;
  const places = conflicts.length === 1 ? "one place" : `${conflicts.length} places`;
  throw new AppError(
    "merge_conflict",
    `"${draftCopy.name}" and the prompt changed ${places} differently. Resolve the conflicts first.`,
    {
      errors: conflicts.map(({ pointer, label }) => ({
        pointer,
        code: "merge_conflict",
        message: `${label}: both sides changed it.`,
      })),
    },
  );
}

function defaultMessage({ into, draftCopy, ours, theirs }: MergePlan): string {
  return into === "prompt" ? `Merge ${draftCopy.name} (v${ours.version})` : `Merge v${theirs.version}`;
}
