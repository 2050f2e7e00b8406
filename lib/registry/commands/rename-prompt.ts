import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { AliasView } from "../queries/aliases";
import { getPromptOrThrow, type PromptView } from "../queries/prompts";
import { promptName, type RemoveAliasInput, type RenamePromptInput } from "../schema";
import { authorizeWhereLive } from "./authorize-where-live";
import { lockPrompt } from "./load";
import { raiseEverywhere } from "./raise-epoch";
import { alreadyExists, findTaken, lockNames, takeNames } from "./take-names";

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
