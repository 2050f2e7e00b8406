import { z } from "zod";
import { promptName } from "@/lib/registry/schema";
import type { MonthForecast } from "./usage";

/** The maximum number of budgets per workspace. */
export const mostBudgets = 200;

/** Why a key that is limited to some environments may not read or set budgets. */
export const budgetsReachAll = "A budget counts the costs of every environment";

export const budgetInput = z.strictObject({
  prompt: promptName.nullable().meta({ description: "The prompt; null for the whole workspace." }),
  amountUsd: z
    .number()
    .positive("A budget is more than $0.")
    .max(1_000_000_000, "A budget is at most $1,000,000,000.")
    .meta({ description: "The amount that answers may cost per month (UTC), in US dollars." }),
});
export type BudgetInput = z.input<typeof budgetInput>;

/** The state of a budget in a month: exceeded, likely to be exceeded, or neither. */
export const budgetStates = ["within", "likely_over", "over"] as const;
export type BudgetState = (typeof budgetStates)[number];

/** Returns `likely_over` if the forecast, not its upper bound, exceeds the amount. Pure. */
export function budgetStateOf(amountUsd: number, spentUsd: number, forecast: MonthForecast | null): BudgetState {
  if (spentUsd >= amountUsd) return "over";
  return forecast && forecast.byEndUsd > amountUsd ? "likely_over" : "within";
}
