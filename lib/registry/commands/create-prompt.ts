import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { parseInput } from "@/lib/core/validation";
import { findPrompt } from "../queries/find-prompt";
import { getPromptOrThrow, type PromptView } from "../queries/prompts";
import { type CreatePromptInput, promptName } from "../schema";
import { insertVersion } from "./insert-version";
import { loadEnvironment } from "./load";
import { moveDeployment } from "./move-deployment";
import { prepareContent } from "./prepare-content";
import { alreadyExists, takenWords } from "./take-names";

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
