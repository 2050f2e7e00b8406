import type { Actor } from "@/lib/auth/actor";
import { listPrompts, type PromptView } from "@/lib/registry/queries/prompts";

/** Returns the prompt of a workspace that has no other, so that nobody has to choose it. */
export async function findOnlyPrompt(actor: Actor): Promise<PromptView | null> {
  const { items } = await listPrompts(actor, { limit: 2 });
  return items.length === 1 ? (items[0] ?? null) : null;
}
