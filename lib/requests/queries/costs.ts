import { prisma } from "@/lib/core/db";
import { listPriceOf, unpricedTokensOf } from "../list-prices";

/**
 * The cost of a prompt's answers on a day (UTC) in US dollars: the reported cost, or else the list price. Unpriced
 * tokens have neither.
 */
export type DayCost = { workspaceId: string; promptId: string; day: string; costUsd: number; unpricedTokens: number };

type CostRow = Omit<DayCost, "costUsd" | "unpricedTokens"> & {
  model: string;
  costUsd: number;
  uncostedInput: number;
  uncostedOutput: number;
};

/** Reads the daily costs of prompts in all environments since `from`, from hourly sums. */
export async function readDayCosts(workspaceIds: readonly string[], from: Date): Promise<DayCost[]> {
  const rows = await prisma().$queryRaw<CostRow[]>`
    select workspace_id as "workspaceId", prompt_id as "promptId", (hour at time zone 'UTC')::date::text as day, model,
      sum(cost_usd) as "costUsd", sum(uncosted_input_tokens)::float8 as "uncostedInput",
      sum(uncosted_output_tokens)::float8 as "uncostedOutput"
    from usage_hours
    where workspace_id = any(${workspaceIds}::uuid[]) and hour >= ${from}
    group by 1, 2, 3, 4`;
  const costs = new Map<string, DayCost>();
  for (const { workspaceId, promptId, day, costUsd, ...tokens } of rows) {
    const key = `${promptId} ${day}`;
    const before = costs.get(key);
    costs.set(key, {
      workspaceId,
      promptId,
      day,
      costUsd: (before?.costUsd ?? 0) + costUsd + listPriceOf(tokens),
      unpricedTokens: (before?.unpricedTokens ?? 0) + unpricedTokensOf(tokens),
    });
  }
  return [...costs.values()];
}
