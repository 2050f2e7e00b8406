import { z } from "zod";
import type { Actor, UserActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { AppError, isAppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { AliasView } from "../queries/aliases";
import { calledBy, findPrompt } from "../queries/find-prompt";
import { getPromptOrThrow, type PromptView } from "../queries/prompts";
import { getVersionOrThrow } from "../queries/versions";
import {
  type ArchivePromptInput,
  type CreatePromptInput,
  type DuplicatePromptInput,
  promptName,
  type RemoveAliasInput,
  type RenamePromptInput,
  type UpdatePromptInput,
} from "../schema";
import { endExperiments } from "./end-experiments";
import { insertVersion, prepareContent } from "./insert-version";
import { assertNotArchived, authorizeWhereLive, loadEnvironment, lockPrompt } from "./load";
import { moveDeployment } from "./move-deployment";
import { raiseEverywhere } from "./raise-epoch";
import { endHoldbacks } from "./settle-holdback";
import { alreadyExists, findTaken, lockNames, takeNames, takenWords } from "./take-names";

export type CreatedPrompt = PromptView & { version: number };

/**
 * Creates a prompt with its first version. With `deployTo`, the version also goes live there. Throws 409
 * `already_exists` if the name is in use.
 */
export async function createPrompt(actor: Actor, input: CreatePromptInput): Promise<CreatedPrompt> {
  authorize(actor, "prompt:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { workspaceId } = actor;
  const name = parseInput(promptName, input.name);
  const { description = "", tags = [], message = "", deployTo } = input;
  const environment = deployTo === undefined ? null : await loadEnvironment(workspaceId, deployTo);
  if (environment) authorize(actor, "prompt:promote", environment);
  const prepared = await prepareContent(actor, name, input.content);
  const ownerId = actor.kind === "user" ? actor.userId : null;

  const epochs = await transaction(async (tx): Promise<EpochChange[]> => {
    const row = await tx.prompt.create({ data: { workspaceId, name, description, tags, ownerId } });
    await recordAudit(tx, actor, "prompt.create", { id: row.id, name });
    const version = await insertVersion(tx, actor, { prompt: row, prepared, message, parentVersion: null });
    if (!environment) return [];
    const move = {
      prompt: row,
      environment,
      to: version,
      kind: "promote",
      reason: message,
      override: input.override,
    } as const;
    return (await moveDeployment(tx, actor, move)).epochs;
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    return findPrompt(workspaceId, name).then((other) => {
      throw alreadyExists(takenWords(name, other && other.name !== name ? other.name : null), "/name");
    });
  });
  announceEpochs(epochs);
  return { ...(await getPromptOrThrow(actor, name)), version: 1 };
}

/** Changes a prompt's description and tags. Does not affect what applications get. */
export async function updatePrompt(actor: Actor, { name, description, tags }: UpdatePromptInput): Promise<PromptView> {
  authorize(actor, "prompt:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { workspaceId } = actor;
  const data = { ...(description !== undefined && { description }), ...(tags !== undefined && { tags }) };
  await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    assertNotArchived(prompt);
    await tx.prompt.update({ where: { id: prompt.id, workspaceId }, data: { ...data, updatedAt: databaseNow() } });
    await recordAudit(tx, actor, "prompt.update", prompt, data);
  });
  return getPromptOrThrow(actor, name);
}

/**
 * Renames a prompt. Applications still get it by the old name, unless `keepAlias` is false: then they get 404, and the
 * actor needs the permission to release wherever the prompt is live. Throws 409 `already_exists` if the name is in use.
 */
export async function renamePrompt(actor: Actor, input: RenamePromptInput): Promise<PromptView> {
  authorize(actor, "prompt:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { workspaceId } = actor;
  const { name, keepAlias = true } = input;
  const to = parseInput(promptName, input.to);
  const epochs = await transaction(async (tx): Promise<EpochChange[]> => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    if (prompt.name === to) throw new AppError("unchanged", `${to} is already its name.`);
    const renaming = { id: prompt.id, from: prompt.name, to };
    await lockNames(tx, workspaceId, [prompt.name, to]);
    const [taken] = await findTaken(tx, workspaceId, [renaming]);
    if (taken) throw alreadyExists(taken.by, "/to");
    if (!keepAlias) await authorizeWhereLive(tx, actor, [prompt.id]);
    await takeNames(tx, actor, [renaming], keepAlias);
    return raiseEverywhere(tx, workspaceId, [prompt.id]);
  });
  announceEpochs(epochs);
  return getPromptOrThrow(actor, to);
}

/**
 * Removes a former name. Applications that use it get 404, and another prompt may take it. Requires the permission to
 * release wherever the prompt is live.
 */
export async function removeAlias(actor: Actor, { name, alias }: RemoveAliasInput): Promise<AliasView> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  const { epochs, row } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    const row = await tx.promptAlias.findFirst({ where: { workspaceId, name: alias, promptId: prompt.id } });
    if (!row) throw notFound(`The former name ${alias} of ${prompt.name}`);
    await authorizeWhereLive(tx, actor, [prompt.id]);
    await tx.promptAlias.delete({ where: { workspaceId_name: { workspaceId, name: alias } } });
    await recordAudit(tx, actor, "prompt.alias.remove", { id: prompt.id, name: prompt.name }, { formerName: alias });
    return { row, epochs: await raiseEverywhere(tx, workspaceId, [prompt.id]) };
  });
  announceEpochs(epochs);
  return { name: row.name, createdBy: row.createdByName, createdAt: row.createdAt.toISOString() };
}

/**
 * Creates a prompt whose first version is a copy of another prompt's newest version, or of the given one. It is live
 * nowhere.
 */
export async function duplicatePrompt(
  actor: Actor,
  { name, to, version }: DuplicatePromptInput,
): Promise<CreatedPrompt> {
  authorize(actor, "prompt:write");
  const prompt = await getPromptOrThrow(actor, name);
  const number = version ?? prompt.latestVersion;
  const { content } = await getVersionOrThrow(actor, prompt.name, number);
  const made = createPrompt(actor, {
    name: to,
    description: prompt.description,
    tags: prompt.tags,
    content,
    message: `Copy of ${prompt.name} v${number}`,
  });
  return made.catch((error: unknown) => {
    if (isAppError(error) && error.code === "already_exists") throw alreadyExists(error.message, "/to");
    throw error;
  });
}

/** Archives a prompt and keeps its history. Requires the permission to release wherever the prompt is live. */
export function archivePrompt(
  actor: Actor,
  input: ArchivePromptInput,
): Promise<{ name: string; archivedAt: string | null }> {
  return setArchived(actor, input, true);
}

/** Restores an archived prompt, with the same deployments as before. */
export function restorePrompt(
  actor: Actor,
  input: ArchivePromptInput,
): Promise<{ name: string; archivedAt: string | null }> {
  return setArchived(actor, input, false);
}

async function setArchived(actor: Actor, input: ArchivePromptInput, isArchived: boolean) {
  const { workspaceId } = actor;
  authorize(actor, "prompt:write");
  const { epochs, ...result } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, input.name);
    const { id, name } = prompt;
    if ((prompt.archivedAt !== null) === isArchived)
      return { name, archivedAt: prompt.archivedAt?.toISOString() ?? null, epochs: [] };
    await authorizeWhereLive(tx, actor, [id]);
    if (isArchived) {
      const reason = "The prompt was archived.";
      await endExperiments(tx, actor, { promptIds: [id] }, reason);
      await endHoldbacks(tx, actor, { promptIds: [id] }, reason);
    }
    const { archivedAt } = await tx.prompt.update({
      where: { id, workspaceId },
      data: { archivedAt: isArchived ? databaseNow() : null, updatedAt: databaseNow() },
    });
    await recordAudit(tx, actor, isArchived ? "prompt.archive" : "prompt.restore", { id, name });
    const epochs = await raiseEverywhere(tx, workspaceId, [id]);
    return { name, archivedAt: archivedAt?.toISOString() ?? null, epochs };
  });
  announceEpochs(epochs);
  return result;
}

/** The maximum number of favourites per person. */
export const mostFavourites = 50;

export const favouriteInput = z.strictObject({ name: promptName, isFavourite: z.boolean() });

/** Adds a prompt to the person's favourites, or removes it. Idempotent. Throws 404 `not_found`. */
export async function setFavourite(actor: UserActor, input: z.input<typeof favouriteInput>): Promise<void> {
  authorize(actor, "prompt:read");
  const { name, isFavourite } = parseInput(favouriteInput, input);
  const { workspaceId, userId } = actor;
  await transaction(async (tx) => {
    const prompt = await tx.prompt.findFirst({ where: { workspaceId, ...calledBy(name) }, select: { id: true } });
    if (!prompt) throw notFound(`The prompt ${name}`);
    const where = { workspaceId, userId, promptId: prompt.id };
    if (!isFavourite) return void (await tx.favourite.deleteMany({ where }));
    if ((await tx.favourite.count({ where: { workspaceId, userId, promptId: { not: prompt.id } } })) >= mostFavourites)
      throw new AppError("invalid_state", `You have ${mostFavourites} favourites. Remove one first.`);
    await tx.favourite.createMany({ data: [where], skipDuplicates: true });
  });
}
