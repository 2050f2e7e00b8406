import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Prisma, SampleSet } from "@/lib/core/generated/prisma/client";
import { lockPrompt } from "@/lib/registry/commands/load";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import { type SampleSetView, type StoredValues, toSampleSetView } from "./queries";
import {
  type DeleteSampleSetInput,
  type SaveSampleSetInput,
  sampleSetsLimit,
  type UpdateSampleSetInput,
} from "./schema";

/** Stores named values for everyone who edits this prompt. Throws 409 `already_exists` if the name is in use. */
export async function saveSampleSet(actor: Actor, input: SaveSampleSetInput): Promise<SampleSetView> {
  authorize(actor, "suite:write");
  const { workspaceId } = actor;
  const { prompt, name, variables, placeholders } = input;
  return refusingTaken(name, prompt, async (tx) => {
    const { id: promptId } = await loadPrompt(tx, workspaceId, prompt);
    if ((await tx.sampleSet.count({ where: { workspaceId, promptId } })) >= sampleSetsLimit)
      throw new AppError("invalid_state", `${prompt} has ${sampleSetsLimit} sample sets already. Delete one first.`);
    const values = toStored(variables, placeholders);
    const row = await tx.sampleSet.create({
      data: { workspaceId, promptId, name, values, createdByName: actor.name },
    });
    await recordAudit(tx, actor, "samples.create", row, { prompt });
    return toSampleSetView(row);
  });
}

/** Changes the name or the values of a set. Omitted fields are kept. */
export async function updateSampleSet(actor: Actor, input: UpdateSampleSetInput): Promise<SampleSetView> {
  authorize(actor, "suite:write");
  const { workspaceId } = actor;
  const { prompt, id, name, variables, placeholders } = input;
  return refusingTaken(name ?? "", prompt, async (tx) => {
    const before = await loadSet(tx, workspaceId, prompt, id);
    const stored = before.values as StoredValues;
    const values = toStored(variables ?? stored.variables, placeholders ?? stored.placeholders);
    const row = await tx.sampleSet.update({
      where: { id, workspaceId },
      data: { ...(name !== undefined && { name }), values, updatedAt: databaseNow() },
    });
    await recordAudit(tx, actor, "samples.update", row, { prompt });
    return toSampleSetView(row);
  });
}

/** Deletes a set and returns it, so that it can be restored. */
export async function deleteSampleSet(actor: Actor, { prompt, id }: DeleteSampleSetInput): Promise<SampleSetView> {
  authorize(actor, "suite:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const row = await loadSet(tx, workspaceId, prompt, id);
    await tx.sampleSet.delete({ where: { id, workspaceId } });
    await recordAudit(tx, actor, "samples.delete", row, { prompt });
    return toSampleSetView(row);
  });
}

/** Locks the row of the prompt. This serializes changes to the sets of one prompt, so that the count is correct. */
async function loadPrompt(tx: Transaction, workspaceId: string, name: string): Promise<{ id: string }> {
  return lockPrompt(tx, workspaceId, name);
}

/** Loads a set under the lock of its prompt, so that omitted fields keep the values of the previous change. */
async function loadSet(tx: Transaction, workspaceId: string, prompt: string, id: string): Promise<SampleSet> {
  await loadPrompt(tx, workspaceId, prompt);
  const row = await tx.sampleSet.findFirst({
    where: { id, workspaceId, prompt: { workspaceId, ...calledBy(prompt) } },
  });
  if (!row) throw notFound("This sample set");
  return row;
}

function toStored(variables: StoredValues["variables"], placeholders: StoredValues["placeholders"]) {
  return { variables, ...(placeholders && { placeholders }) } as Prisma.InputJsonValue;
}

async function refusingTaken<T>(name: string, prompt: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", `${prompt} already has a sample set called ${name}.`, {
      errors: [{ pointer: "/name", code: "already_exists", message: "Choose another name." }],
    });
  }
}
