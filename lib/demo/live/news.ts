import { experimentReady } from "@/lib/alerts/definitions/experiment-ready";
import { judgeBudget } from "@/lib/alerts/definitions/judge-budget";
import { judgeChanged } from "@/lib/alerts/definitions/judge-changed";
import type { SystemActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { budgetSteps } from "@/lib/evaluation/online/budget";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { daysBefore } from "../members";
import { findPerson } from "../people";
import { raiseAlertAt } from "./watch";

/** Writes other alerts, and which of all alerts people have seen. */
export async function seedNews(workspaceId: string, viewerId: string, now: number): Promise<void> {
  const environment = await prisma().environment.findFirstOrThrow({ where: { workspaceId, name: "production" } });
  const prompts = await prisma().prompt.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  const about = (name: string) => ({
    workspaceId,
    promptId: prompts.find((prompt) => prompt.name === name)?.id ?? null,
    environmentId: environment.id,
  });
  await alertJudgeChanges(about);
  await alertSpentBudget(about);
  const experiment = await prisma().experiment.findFirstOrThrow({
    where: { workspaceId, name: "Cite the product page" },
  });
  const reader: SystemActor = { kind: "system", workspaceId, name: "Demo" };
  const { sentence, detail } = await getExperimentResults(reader, experiment.id);
  await raiseAlertAt(
    experimentReady.alert(
      { ...about("search/product-answer"), dedupeKey: `experiment.ready ${experiment.id} 1` },
      { experiment: { id: experiment.id, name: experiment.name, phase: 1 } },
      `${sentence} ${detail}`,
    ),
    daysBefore(now, 0.31),
  );
  await markSeen(workspaceId, viewerId, now);
}

type FindSubject = (name: string) => { workspaceId: string; promptId: string | null; environmentId: string };

async function alertJudgeChanges(about: FindSubject): Promise<void> {
  const name = "checkout/assistant";
  const place = about(name);
  const rows = await prisma().$queryRaw<{ metric: string; series: string; label: string; began_at: Date }[]>`
    select metric, series, label, began_at from online_series
    where workspace_id = ${place.workspaceId}::uuid and prompt_id = ${place.promptId}::uuid and scorer->>'type' = 'judge'
    order by began_at`;
  const [before, after] = rows;
  if (!before || !after) return;
  const { metric, series, label, began_at: at } = after;
  await raiseAlertAt(
    judgeChanged.alert(
      { ...place, dedupeKey: `judge.changed:${place.promptId}:${place.environmentId}:${metric}:${series}` },
      { metric, series },
      { prompt: name, environment: "production", judge: label, before: before.label },
    ),
    at,
  );
}

/**
 * Raises the budget alert at yesterday's first score with which the day's cost reached the alert's share of the budget.
 */
async function alertSpentBudget(about: FindSubject): Promise<void> {
  const name = "search/query-rewrite";
  const place = about(name);
  const [row] = await prisma().$queryRaw<{ at: Date; day: string; budget: number; spent: number }[]>`
    select c.scored_at as at, c.day::text, e.daily_budget_usd as budget, c.spent
    from online_evaluations e
    join lateral (
      select scored_at, (at at time zone 'UTC')::date as day,
        sum(cost_usd) over (partition by (at at time zone 'UTC')::date order by at, interaction_id) as spent
      from online_scores
      where workspace_id = e.workspace_id and prompt_id = e.prompt_id and environment_id = e.environment_id) c
      on c.spent >= e.daily_budget_usd * ${budgetSteps.alerted}::float8
    where e.workspace_id = ${place.workspaceId}::uuid and e.prompt_id = ${place.promptId}::uuid
      and c.day = (now() at time zone 'UTC')::date - 1
    order by c.scored_at limit 1`;
  if (!row) return;
  await raiseAlertAt(
    judgeBudget.alert(
      { ...place, dedupeKey: `judge.budget:${place.promptId}:${place.environmentId}:${row.day}` },
      { day: row.day, budgetUsd: row.budget, spentUsd: row.spent },
      { prompt: name, environment: "production" },
    ),
    row.at,
  );
}

/** The viewer has not seen the alerts of the last two days. Tomás has seen all alerts of his prompt. */
async function markSeen(workspaceId: string, viewerId: string, now: number): Promise<void> {
  const mark = (userId: string, before: Date, kinds: string[] | null) => prisma().$executeRaw`
    insert into alerts_seen (alert_id, user_id, seen_at)
    select a.id, ${userId}::uuid, a.at + interval '25 minutes' from alerts a
    where a.workspace_id = ${workspaceId}::uuid and a.at < ${before} and (${kinds === null} or a.kind = any(${kinds ?? []}))
    on conflict do nothing`; // an alert that was replaced is seen
  await mark(viewerId, daysBefore(now, 4), null);
  const tomas = await findPerson(workspaceId, "tomas");
  await mark(tomas.id, daysBefore(now, 1), ["guard.rolled_back", "judge.changed"]);
}
