import { raiseAlert } from "@/lib/alerts/commands/raise-alert";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, transaction } from "@/lib/core/db";
import { costsFrom, readMonth } from "../queries/budgets";
import { readDayCosts } from "../queries/costs";

/** How many workspaces are read at once. */
const chunk = 50;

type Due = Awaited<ReturnType<typeof budgetsOf>>[number];

const budgetsOf = (workspaceIds: readonly string[]) =>
  prisma().budget.findMany({
    where: { workspaceId: { in: [...workspaceIds] } },
    include: { prompt: { select: { name: true } } },
  });

const usd = (amount: number) => amount.toLocaleString("en-US", { style: "currency", currency: "USD" });

/** What to tell of a budget, once for each amount and month; null: nothing. Pure. */
function alertOf(budget: Due, { spentUsd, forecast, state }: ReturnType<typeof readMonth>, now: Date) {
  if (state === "within") return null;
  const { id, workspaceId, promptId, amountUsd, prompt } = budget;
  const name = prompt?.name ?? "The workspace";
  const month = now.toISOString().slice(0, 7);
  const range = forecast
    ? ` About ${usd(forecast.byEndUsd)} by the end of the month, between ${usd(forecast.lowUsd)} and ${usd(forecast.highUsd)}.`
    : "";
  const isOver = state === "over";
  return {
    workspaceId,
    promptId,
    kind: isOver ? ("budget.exceeded" as const) : ("budget.forecast" as const),
    severity: isOver ? ("critical" as const) : ("warning" as const),
    title: isOver
      ? `${name} has spent its budget of ${usd(amountUsd)} for this month`
      : `${name} is likely to pass its budget of ${usd(amountUsd)} this month`,
    body: `${usd(spentUsd)} so far.${range} Nothing is switched off.`,
    path: "usage",
    data: { month, amountUsd, spentUsd, forecastUsd: forecast?.byEndUsd ?? null },
    dedupeKey: `budget:${id}:${month}:${amountUsd}:${state}`,
  };
}

/** Tells of budgets that are spent, or likely to be. Stops when the time is over. */
export async function checkBudgets(deadlineAt: number): Promise<{ checked: number; told: number }> {
  const now = databaseNow();
  const counts = { checked: 0, told: 0 };
  const workspaces = await prisma().budget.groupBy({ by: ["workspaceId"], orderBy: { workspaceId: "asc" } });
  const ids = workspaces.map(({ workspaceId }) => workspaceId);
  for (let first = 0; first < ids.length && Date.now() < deadlineAt; first += chunk) {
    const some = ids.slice(first, first + chunk);
    const [budgets, costs] = await Promise.all([budgetsOf(some), readDayCosts(some, costsFrom(now))]);
    const costsOf = new Map(some.map((id) => [id, costs.filter(({ workspaceId }) => workspaceId === id)]));
    for (const budget of budgets) {
      counts.checked++;
      const alert = alertOf(budget, readMonth(budget, costsOf.get(budget.workspaceId) ?? [], now), now);
      if (alert && (await transaction((tx) => raiseAlert(tx, alert)))) counts.told++;
    }
  }
  return counts;
}
