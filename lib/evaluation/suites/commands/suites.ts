import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import { defaultScorers } from "../../scorers/default-scorers";
import { type ScorerConfig, scorerLimits } from "../../scorers/schema";
import { assertMayChangeGated } from "../../suite-changes/commands";
import { getSuiteOrThrow } from "../queries";
import type { CreateSuiteInput, UpdateSuiteInput } from "../schema";
import type { SuiteView } from "../views";

/**
 * Creates an empty suite with the default scorers, and with these. Throws 409 `already_exists` if the name is in use.
 */
export async function createSuite(
  actor: Actor,
  { name, prompt, description }: CreateSuiteInput,
  more: readonly ScorerConfig[] = [],
): Promise<SuiteView> {
  authorize(actor, "suite:write");
  authorize(actor, "prompt:read"); // for the response
  const { workspaceId } = actor;
  const id = await refusingTaken(name, async (tx) => {
    const promptId = prompt === undefined ? null : await promptIdOf(tx, workspaceId, prompt);
    const row = await tx.testSuite.create({
      data: {
        workspaceId,
        promptId,
        name,
        description: description ?? "",
        scorers: scorersOfNew(more) as Prisma.InputJsonArray,
        createdByName: actor.name,
      },
    });
    await recordAudit(tx, actor, "suite.create", row, { prompt: prompt ?? null });
    return row.id;
  });
  return getSuiteOrThrow(actor, id);
}

/** The default scorers and these. Of two with the same id, the default one is left out. */
function scorersOfNew(more: readonly ScorerConfig[]): ScorerConfig[] {
  const isReplaced = ({ id }: ScorerConfig) => more.some((one) => one.id === id);
  return [...more, ...defaultScorers().filter((one) => !isReplaced(one))].slice(0, scorerLimits.scorers);
}

/**
 * Changes the name or description of a suite, or archives it. Its cases are unchanged. If a gate uses the suite,
 * renaming and archiving need the permission to change that gate.
 */
export async function updateSuite(actor: Actor, input: UpdateSuiteInput): Promise<SuiteView> {
  authorize(actor, "suite:write");
  authorize(actor, "prompt:read"); // for the response
  const { workspaceId } = actor;
  const { id, name, prompt, description, isArchived } = input;
  await refusingTaken(name ?? "", async (tx) => {
    const before = await tx.testSuite.findFirst({ where: { id, workspaceId } });
    if (!before) throw notFound("This suite");
    const isRenamed = name !== undefined && name !== before.name;
    if (isRenamed || (isArchived === true && before.archivedAt === null)) await assertMayChangeGated(tx, actor, id);
    const promptId = prompt ? await promptIdOf(tx, workspaceId, prompt) : null;
    const row = await tx.testSuite.update({
      where: { id, workspaceId },
      data: {
        ...(name !== undefined && { name }),
        ...(prompt !== undefined && { promptId }),
        ...(description !== undefined && { description }),
        ...(isArchived !== undefined && { archivedAt: isArchived ? (before.archivedAt ?? databaseNow()) : null }),
        updatedAt: databaseNow(),
      },
    });
    const isMoved = isArchived !== undefined && isArchived !== (before.archivedAt !== null);
    const action = isMoved ? (isArchived ? "suite.archive" : "suite.restore") : "suite.update";
    await recordAudit(tx, actor, action, row, {
      ...(name !== undefined && name !== before.name && { name: { from: before.name, to: name } }),
      ...(prompt !== undefined && { prompt }),
    });
  });
  return getSuiteOrThrow(actor, id);
}

async function promptIdOf(tx: Transaction, workspaceId: string, name: string): Promise<string> {
  const row = await tx.prompt.findFirst({ where: { workspaceId, ...calledBy(name) }, select: { id: true } });
  if (!row) throw notFound(`The prompt ${name}`);
  return row.id;
}

async function refusingTaken<T>(name: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", `There is already a suite called ${name}.`, {
      errors: [{ pointer: "/name", code: "already_exists", message: "Choose another name." }],
    });
  }
}
