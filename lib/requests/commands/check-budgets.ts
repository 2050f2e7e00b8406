import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { budgetExceeded } from "@/lib/alerts/definitions/budget-exceeded";
import { budgetForecast } from "@/lib/alerts/definitions/budget-forecast";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, transaction } from "@/lib/core/db";
import { oneByOne } from "@/lib/core/one-by-one";
import { costsFrom, readMonth } from "../queries/budgets";
import { readDayCosts } from "../queries/costs";

/** The number of workspaces read in one query. */
const chunk = 50;

type DueBudget = Awaited<ReturnType<typeof budgetsOf>>[number];

const budgetsOf = (workspaceIds: readonly string[]) =>
  prisma().budget.findMany({
    where: { workspaceId: { in: [...workspaceIds] } },
    include: { prompt: { select: { name: true } } },
  });

/**
 * Returns the alert for a budget, deduplicated by amount, month and state. Null if the budget is not exceeded. Pure.
 */
function alertOf(budget: DueBudget, { spentUsd, forecast, state }: ReturnType<typeof readMonth>, now: Date) {
  if (state === "within") return null;
  const { id, workspaceId, promptId, amountUsd, prompt } = budget;
  const month = now.toISOString().slice(0, 7);
  const cause = { workspaceId, promptId, dedupeKey: `budget:${id}:${month}:${amountUsd}:${state}` };
  const data = { month, amountUsd, spentUsd, forecastUsd: forecast?.byEndUsd ?? null };
  const kind = state === "over" ? budgetExceeded : budgetForecast;
  return kind.alert(cause, data, { of: prompt?.name ?? "The workspace", forecast });
}

/** Raises alerts for budgets that are exceeded or likely to be exceeded. Stops at the deadline. */
export async function checkBudgets(deadlineAt: number): Promise<{ checked: number; told: number }> {
  const now = databaseNow();
  const counts = { checked: 0, told: 0 };
  const workspaces = await prisma().budget.groupBy({ by: ["workspaceId"], orderBy: { workspaceId: "asc" } });
  const ids = workspaces.map(({ workspaceId }) => workspaceId);
  for (let first = 0; first < ids.length && Date.now() < deadlineAt; first += chunk) {
    const some = ids.slice(first, first + chunk);
    const [budgets, costs] = await Promise.all([budgetsOf(some), readDayCosts(some, costsFrom(now))]);
    const costsOf = new Map(some.map((id) => [id, costs.filter(({ workspaceId }) => workspaceId === id)]));
    const failure = "a budget could not be checked";
    const { done } = await oneByOne(
      budgets,
      { name: "budgets", deadlineAt, idOf: ({ id }) => ({ budget: id }), failure },
      async (budget) => {
        const alert = alertOf(budget, readMonth(budget, costsOf.get(budget.workspaceId) ?? [], now), now);
        if (alert && (await transaction((tx) => raiseAlert(tx, alert)))) counts.told++;
      },
    );
    counts.checked += done;
  }
  return counts;
}
