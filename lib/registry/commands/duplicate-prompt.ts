import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { isAppError } from "@/lib/core/errors";
import { getPromptOrThrow } from "../queries/prompts";
import { getVersionOrThrow } from "../queries/versions";
import type { DuplicatePromptInput } from "../schema";
import { type CreatedPrompt, createPrompt } from "./create-prompt";
import { alreadyExists } from "./take-names";

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
