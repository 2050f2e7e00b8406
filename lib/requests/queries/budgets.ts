import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { assertReachesAll, authorize } from "@/lib/auth/authorize";
import { byCreation, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { newerThan } from "@/lib/core/time-order";
import { count, time, usd } from "@/lib/core/view-fields";
import { budgetStateOf, budgetStates, budgetsReachAll } from "../budgets";
import { forecastMonth, type MonthForecast } from "../usage";
import { type DayCost, readDayCosts } from "./costs";

/** A budget and its state in the current month (UTC). */
export const budgetView = z
  .strictObject({
    id: z.uuid(),
    prompt: z.string().nullable().meta({ description: "The prompt; null for the whole workspace." }),
    amountUsd: usd,
    spentUsd: usd.meta({ description: "The cost in the current month (UTC) in all environments, in US dollars." }),
    unpricedTokens: count.meta({
      description: "Tokens of the current month without a reported cost or a known price: `spentUsd` lacks them.",
    }),
    forecast: z.strictObject({ byEndUsd: usd, lowUsd: usd, highUsd: usd }).nullable().meta({
      description:
        "The expected cost at the end of the month at the rate of the last seven days, in US dollars; null if not known.",
    }),
    state: z.enum(budgetStates),
    createdBy: z.string(),
    createdAt: time,
  })
  .meta({ id: "Budget" });
export type BudgetView = z.output<typeof budgetView>;

type Budget = { workspaceId: string; promptId: string | null; amountUsd: number };

/**
 * Returns the start of the costs that a month's state needs: the first day of the month, or earlier for the forecast.
 */
export function costsFrom(now: Date): Date {
  const month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const week = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - 7);
  return new Date(Math.min(month, week));
}

/** Returns the state of a budget from the costs since `costsFrom`. Pure. */
export function readMonth({ workspaceId, promptId, amountUsd }: Budget, costs: readonly DayCost[], now: Date) {
  const own = costs.filter((one) => one.workspaceId === workspaceId && (!promptId || one.promptId === promptId));
  const byDay = new Map<string, number>();
  for (const { day, costUsd } of own) byDay.set(day, (byDay.get(day) ?? 0) + costUsd);
  const days = [...byDay].map(([day, costUsd]) => ({ day, costUsd }));
  const month = now.toISOString().slice(0, 7);
  const spentUsd = days.reduce((sum, { day, costUsd }) => sum + (day.startsWith(month) ? costUsd : 0), 0);
  const unpricedTokens = own.reduce((sum, one) => sum + (one.day.startsWith(month) ? one.unpricedTokens : 0), 0);
  const found = forecastMonth(days, now);
  const forecast = found && { byEndUsd: found.byEndUsd, lowUsd: found.lowUsd, highUsd: found.highUsd };
  return { spentUsd, unpricedTokens, forecast, state: budgetStateOf(amountUsd, spentUsd, found) };
}

/**
 * Lists the workspace's budgets with their state this month, oldest first. Costs of all environments count: throws 403
 * for a key without access to all of them.
 */
export async function listBudgets(actor: Actor, page: PageRequest): Promise<Page<BudgetView>> {
  return (await getMonth(actor, page)).budgets;
}

/**
 * Returns the cost of this month (UTC) in all environments, its forecast (null with too little data), and the state of
 * budgets.
 */
export async function getMonth(
  actor: Actor,
  { limit, cursor }: PageRequest,
): Promise<{ month: MonthForecast | null; budgets: Page<BudgetView> }> {
  authorize(actor, "prompt:read");
  assertReachesAll(actor, budgetsReachAll);
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, timeKey);
  const now = databaseNow();
  const [rows, costs] = await Promise.all([
    prisma().budget.findMany({
      where: {
        workspaceId,
        ...(after && { OR: newerThan("createdAt", after) }),
      },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: limit + 1,
      select: {
        id: true,
        workspaceId: true,
        promptId: true,
        amountUsd: true,
        createdByName: true,
        createdAt: true,
        prompt: { select: { name: true } },
      },
    }),
    readDayCosts([workspaceId], costsFrom(now)),
  ]);
  const { spentUsd, forecast } = readMonth({ workspaceId, promptId: null, amountUsd: 0 }, costs, now);
  const budgets = toPage(
    rows,
    limit,
    byCreation,
    (row): BudgetView => ({
      id: row.id,
      prompt: row.prompt?.name ?? null,
      amountUsd: row.amountUsd,
      ...readMonth(row, costs, now),
      createdBy: row.createdByName,
      createdAt: row.createdAt.toISOString(),
    }),
  );
  return { month: forecast && { soFarUsd: spentUsd, ...forecast }, budgets };
}
