import { z } from "zod";
import { promptName } from "@/lib/registry/schema";
import type { MonthForecast } from "./usage";

/** How many budgets a workspace has at most. */
export const mostBudgets = 200;

/** Why a key for some environments neither reads nor sets budgets. */
export const budgetsReachAll = "A budget counts the costs of every environment";

export const budgetInput = z.strictObject({
  prompt: promptName.nullable().meta({ description: "null: the whole workspace." }),
  amountUsd: z
    .number()
    .positive("A budget is more than $0.")
    .max(1_000_000_000, "A budget is at most $1,000,000,000.")
    .meta({ description: "What answers may cost in a month of UTC, in US dollars." }),
});
export type BudgetInput = z.input<typeof budgetInput>;

/** What a month does to a budget: it is passed, it is likely to be passed, or neither. */
export const budgetStates = ["within", "likely_over", "over"] as const;
export type BudgetState = (typeof budgetStates)[number];

/** `likely_over`: the forecast, not its upper end, is above the amount. Pure. */
export function budgetStateOf(amountUsd: number, spentUsd: number, forecast: MonthForecast | null): BudgetState {
  if (spentUsd >= amountUsd) return "over";
  return forecast && forecast.byEndUsd > amountUsd ? "likely_over" : "within";
}
