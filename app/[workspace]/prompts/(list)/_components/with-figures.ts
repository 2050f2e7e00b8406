import type { UserActor } from "@/lib/auth/actor";
import type { Page } from "@/lib/core/cursor";
import { listPromptTrends, type PromptTrend } from "@/lib/guards/queries/prompt-trends";
import { listEnvironments } from "@/lib/registry/queries/environments";
import type { PromptView } from "@/lib/registry/queries/prompts";
import { countUses } from "@/lib/telemetry/queries/uses";

/** A prompt in the list, with what is known of it in production. */
export type ListedPrompt = PromptView & {
  /** Null where nothing was reported within a week. */
  usesPerDay: number | null;
  /** How it did within 14 days; null where nothing was scored and nothing watches. */
  quality: PromptTrend | null;
};

/** The same page, each prompt with how much it is used and how it does. */
export async function withFigures(actor: UserActor, page: Page<PromptView>): Promise<Page<ListedPrompt>> {
  const ids = page.items.map(({ id }) => id);
  const environments = await listEnvironments(actor);
  const production = environments.findLast(({ stage }) => stage === "production");
  const listed = page.items.map(({ id, name, deployments }) => ({
    id,
    name,
    live: deployments.find(({ environment }) => environment === production?.name) ?? null,
  }));
  const [uses, trends] = await Promise.all([
    countUses(actor, ids),
    production ? listPromptTrends(actor, production, listed) : new Map<string, PromptTrend>(),
  ]);
  const items = page.items.map((prompt) => ({
    ...prompt,
    usesPerDay: uses.get(prompt.id) ?? null,
    quality: trends.get(prompt.id) ?? null,
  }));
  return { ...page, items };
}
