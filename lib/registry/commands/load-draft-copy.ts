import type { Transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { DraftCopy } from "@/lib/core/generated/prisma/client";
import type { LoadedPrompt } from "./load";

/** An open draft copy of a prompt whose row the transaction has locked; 404, or 409 `invalid_state` once it is closed. */
export async function loadOpenCopy(
  tx: Transaction,
  workspaceId: string,
  prompt: LoadedPrompt,
  id: string,
): Promise<DraftCopy> {
  const copy = await tx.draftCopy.findFirst({ where: { id, workspaceId, promptId: prompt.id } });
  if (!copy) throw notFound(`This draft copy of ${prompt.name}`);
  if (copy.status !== "open")
    throw new AppError("invalid_state", `The draft copy "${copy.name}" is ${copy.status}; nothing can be saved in it.`);
  return copy;
}

/** Makes a version the newest of its draft copy. */
export async function advanceCopy(tx: Transaction, workspaceId: string, id: string, headNumber: number): Promise<void> {
  await tx.draftCopy.update({ where: { id, workspaceId }, data: { headNumber, updatedAt: new Date() } });
}
