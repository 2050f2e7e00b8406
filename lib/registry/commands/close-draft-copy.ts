import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { DraftCopy } from "@/lib/core/generated/prisma/client";
import type { CloseDraftCopyInput } from "../draft-copy-schema";
import type { DraftCopyView } from "../draft-copy-views";
import { getDraftCopyOrThrow } from "../queries/draft-copies";
import { assertNotArchived, lockPrompt } from "./load";
import { loadCopy, refusingTakenName } from "./load-draft-copy";

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
