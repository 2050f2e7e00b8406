import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { DraftCopy } from "@/lib/core/generated/prisma/client";
import type { CloseDraftCopyInput, CreateDraftCopyInput } from "../draft-copy-schema";
import type { DraftCopyView } from "../draft-copy-views";
import { getDraftCopyOrThrow } from "../queries/draft-copies";
import { assertNotArchived, lockPrompt } from "./load";
import { loadCopy, refusingTakenName } from "./load-draft-copy";

/**
 * Creates a draft copy of a prompt from any of its versions. Throws 409 `already_exists` if an open copy has the name.
 */
export async function createDraftCopy(
  actor: Actor,
  { name, copyName, description = "", fromVersion }: CreateDraftCopyInput,
): Promise<DraftCopyView> {
  authorize(actor, "prompt:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { workspaceId } = actor;
  const by = actorRecord(actor);
  const id = await refusingTakenName(copyName, () =>
    transaction(async (tx) => {
      const prompt = await lockPrompt(tx, workspaceId, name);
      assertNotArchived(prompt);
      const from = fromVersion ?? prompt.latestVersion;
      const copy = await tx.draftCopy.create({
        data: {
          workspaceId,
          promptId: prompt.id,
          name: copyName,
          description,
          baseNumber: await baseOf(tx, workspaceId, prompt, from),
          headNumber: from,
          createdByKind: by.actorKind,
          createdById: by.actorId,
          createdByName: by.actorName,
        },
      });
      await recordAudit(tx, actor, "draft-copy.create", { id: copy.id, name: copyName }, { prompt: name, from });
      return copy.id;
    }),
  );
  return getDraftCopyOrThrow(actor, name, id);
}

/**
 * Returns the base of a version in the prompt itself: the version itself, or the last one its draft copy has in common
 * with the prompt.
 */
async function baseOf(
  tx: Transaction,
  workspaceId: string,
  { id: promptId, name }: { id: string; name: string },
  from: number,
): Promise<number> {
  let number: number | null = from;
  while (number !== null) {
    const version: { draftCopyId: string | null; parentNumber: number | null; mergedNumber: number | null } | null =
      await tx.version.findFirst({
        where: { workspaceId, promptId, number },
        select: { draftCopyId: true, parentNumber: true, mergedNumber: true },
      });
    if (!version) throw notFound(`Version ${number} of ${name}`);
    if (version.draftCopyId === null) return number;
    number = version.mergedNumber ?? version.parentNumber;
  }
  return from;
}

/** Closes a draft copy. Its versions stay readable. Idempotent. */
export function closeDraftCopy(actor: Actor, input: CloseDraftCopyInput): Promise<DraftCopyView> {
  return setClosed(actor, input, true);
}

/** Reopens a closed draft copy. Throws 409 `already_exists` if an open copy now has its name. */
export function reopenDraftCopy(actor: Actor, input: CloseDraftCopyInput): Promise<DraftCopyView> {
  return setClosed(actor, input, false);
}

async function setClosed(actor: Actor, { name, id }: CloseDraftCopyInput, isClosed: boolean): Promise<DraftCopyView> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  const status = isClosed ? "closed" : "open";
  const copyName = (await getDraftCopyOrThrow(actor, name, id)).name;
  await refusingTakenName(copyName, () =>
    transaction(async (tx) => {
      const prompt = await lockPrompt(tx, workspaceId, name);
      assertNotArchived(prompt);
      const copy = await loadCopy(tx, workspaceId, prompt, id);
      if (copy.status === status) return;
      assertNotMerged(copy);
      const now = databaseNow();
      await tx.draftCopy.update({
        where: { id, workspaceId },
        data: { status, closedAt: isClosed ? now : null, updatedAt: now },
      });
      await recordAudit(
        tx,
        actor,
        isClosed ? "draft-copy.close" : "draft-copy.reopen",
        { id, name: copy.name },
        { prompt: name, head: copy.headNumber },
      );
    }),
  );
  return getDraftCopyOrThrow(actor, name, id);
}

function assertNotMerged({ name, status, mergedAs }: DraftCopy): void {
  if (status !== "merged") return;
  throw new AppError(
    "invalid_state",
    `The draft copy "${name}" was merged as v${mergedAs}. Make a new one from there.`,
  );
}
