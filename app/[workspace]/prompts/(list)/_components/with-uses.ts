import type { UserActor } from "@/lib/auth/actor";
import type { Page } from "@/lib/core/cursor";
import type { PromptView } from "@/lib/registry/queries/prompts";
import { countUses } from "@/lib/telemetry/queries/uses";

/** A prompt in the list; `usesPerDay` in production, null where nothing was reported within a week. */
export type ListedPrompt = PromptView & { usesPerDay: number | null };

/** The same page, each prompt with how much it is used. */
export async function withUses(actor: UserActor, page: Page<PromptView>): Promise<Page<ListedPrompt>> {
  const ids = page.items.map(({ id }) => id);
  const uses = await countUses(actor, ids);
  return { ...page, items: page.items.map((prompt) => ({ ...prompt, usesPerDay: uses.get(prompt.id) ?? null })) };
}
