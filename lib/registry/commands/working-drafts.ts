import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma, WorkingDraft } from "@/lib/core/generated/prisma/client";
import { calledBy } from "../queries/find-prompt";
import {
  assertDraftFits,
  type DraftHead,
  type DropWorkingDraftInput,
  type KeepWorkingDraftInput,
  readDraftForm,
  type SetAsideDraftInput,
  workingDraftLimits,
} from "../working-draft";
import { loadPromptOfDraft } from "./load-draft-place";

type WorkingDraftKey = { workspaceId: string; userId: string; promptId: string };

/**
 * Saves a person's unsaved edits: one current draft per base version. Returns null without a change if another tab has
 * written since the draft that this one replaces. Not audited, because drafts are private.
 */
export async function keepWorkingDraft(actor: UserActor, input: KeepWorkingDraftInput): Promise<DraftHead | null> {
  authorize(actor, "prompt:write");
  assertDraftFits(input.form);
  const { workspaceId, userId } = actor;
  const place = { workspaceId, userId, ...(await loadPromptOfDraft(workspaceId, input)) };
  try {
    return await transaction((tx) => keep(tx, place, input));
  } catch (error) {
    if (isUniqueViolation(error)) return null; // another tab inserted the draft concurrently
    throw error;
  }
}

/** Saves a text beside the current draft, so that it is not lost when another text replaces it. */
export async function setAsideDraft(actor: UserActor, input: SetAsideDraftInput): Promise<DraftHead> {
  authorize(actor, "prompt:write");
  assertDraftFits(input.form);
  const { workspaceId, userId } = actor;
  const place = { workspaceId, userId, ...(await loadPromptOfDraft(workspaceId, input)) };
  return transaction((tx) => insert(tx, place, input, databaseNow()));
}

async function keep(tx: Transaction, place: WorkingDraftKey, input: KeepWorkingDraftInput): Promise<DraftHead | null> {
  const { draftCopyId, baseVersion, seenVersion, form, tab, over, setAside } = input;
  const row = await tx.workingDraft.findFirst({ where: { ...place, draftCopyId, baseVersion, setAsideAt: null } });
  if (!row) return insert(tx, place, input, null);
  // This editor cannot read the stored draft, so it must not overwrite it. It is set aside.
  const isForeign = readDraftForm(row.draft) === null;
  if (!isForeign && !isSame(row, over)) return null;
  const { id, revision } = row;
  const where = { id, revision, workspaceId: place.workspaceId, setAsideAt: null };
  if (setAside || isForeign) {
    const { count } = await tx.workingDraft.updateMany({ where, data: { setAsideAt: databaseNow() } });
    return count === 1 ? insert(tx, place, input, null) : null;
  }
  const data = { draft: form as Prisma.InputJsonValue, seenVersion, tabId: tab, updatedAt: databaseNow() };
  const { count } = await tx.workingDraft.updateMany({ where, data: { ...data, revision: revision + 1 } });
  return count === 1 ? { id, revision: revision + 1 } : null;
}

const isSame = ({ id, revision }: WorkingDraft, over: DraftHead | null) =>
  over !== null && id === over.id && revision === over.revision;

async function insert(
  tx: Transaction,
  place: WorkingDraftKey,
  { draftCopyId, baseVersion, seenVersion, form, tab }: SetAsideDraftInput,
  setAsideAt: Date | null,
): Promise<DraftHead> {
  const { workspaceId, userId, promptId } = place;
  if ((await tx.workingDraft.count({ where: { workspaceId, userId, promptId } })) >= workingDraftLimits.drafts)
    throw new AppError(
      "invalid_state",
      `You have ${workingDraftLimits.drafts} drafts of this prompt. Discard some of them first.`,
    );
  const { id, revision } = await tx.workingDraft.create({
    data: {
      workspaceId,
      userId,
      promptId,
      draftCopyId,
      baseVersion,
      seenVersion,
      setAsideAt,
      draft: form as Prisma.InputJsonValue,
      tabId: tab,
    },
  });
  return { id, revision };
}

/**
 * Deletes the person's own draft, unless another tab has changed it since. Returns whether the draft no longer exists.
 */
export async function dropWorkingDraft(actor: UserActor, { name, head }: DropWorkingDraftInput): Promise<boolean> {
  authorize(actor, "prompt:write");
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    const own = { workspaceId, userId, id: head.id, prompt: { workspaceId, ...calledBy(name) } };
    const { count } = await tx.workingDraft.deleteMany({ where: { ...own, revision: head.revision } });
    return count === 1 || (await tx.workingDraft.count({ where: own })) === 0;
  });
}
