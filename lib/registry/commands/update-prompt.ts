import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { getPromptOrThrow, type PromptView } from "../queries/prompts";
import type { UpdatePromptInput } from "../schema";
import { assertNotArchived, lockPrompt } from "./load";

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
