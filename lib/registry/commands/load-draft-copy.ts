import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import type { Transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { DraftCopy } from "@/lib/core/generated/prisma/client";
import type { LoadedPrompt } from "./load";

/** Reads a draft copy of a prompt whose row the transaction has locked. Throws 404. */
export async function loadCopy(
  tx: Transaction,
  workspaceId: string,
  prompt: LoadedPrompt,
  id: string,
): Promise<DraftCopy> {
  const copy = await tx.draftCopy.findFirst({ where: { id, workspaceId, promptId: prompt.id } });
  if (!copy) throw notFound(`This draft copy of ${prompt.name}`);
  return copy;
}

/** Reads an open draft copy. Throws 404, or 409 `invalid_state` if it is not open. */
export async function loadOpenCopy(
  tx: Transaction,
  workspaceId: string,
  prompt: LoadedPrompt,
  id: string,
): Promise<DraftCopy> {
  const copy = await loadCopy(tx, workspaceId, prompt, id);
  if (copy.status !== "open")
    throw new AppError("invalid_state", `The draft copy "${copy.name}" is ${copy.status}; nothing can be saved in it.`);
  return copy;
}

/** Sets the newest version of a draft copy. */
export async function advanceCopy(tx: Transaction, workspaceId: string, id: string, headNumber: number): Promise<void> {
  await tx.draftCopy.update({ where: { id, workspaceId }, data: { headNumber, updatedAt: databaseNow() } });
}

/** Runs a write that names an open draft copy. Maps a violation of the unique name index to 409 `already_exists`. */
export async function refusingTakenName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", `There is already an open draft copy "${name}".`, {
      errors: [{ pointer: "/name", code: "already_exists", message: "Choose another name." }],
    });
  }
}
