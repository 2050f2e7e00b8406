import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { withinLimit } from "@/lib/auth/environment-limit";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { count, time } from "@/lib/core/view-fields";
import { calledBy, findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { type ScorerConfig, scorerConfig } from "../../scorers/schema";
import { judgingAt } from "../budget";
import { isLiveMetric, type LiveMetric } from "../metrics";
import { onlineEvaluationFields, type PromptEnvironmentInput } from "../schema";

const cost = z.number().min(0);

/** How live answers of a prompt are scored in an environment, with the counts of today (UTC). */
export const onlineEvaluationView = z
  .strictObject({
    prompt: z.string(),
    environment: z.string(),
    isEnabled: z.boolean(),
    sampleRate: onlineEvaluationFields.shape.sampleRate.unwrap(),
    minimumPerVersion: count,
    scorers: z.array(scorerConfig),
    dailyBudgetUsd: z.number().nullable(),
    updatedBy: z.string(),
    updatedAt: time,
    sampledToday: count.meta({ description: "The number of answers that are sampled for scoring today (UTC)." }),
    withoutTextToday: count.meta({
      description: "How many of today's sampled answers have no texts. Scorers cannot read them.",
    }),
    judgedToday: count,
    invalidToday: count.meta({ description: "How many of today's judgements have no score." }),
    spentTodayUsd: cost.meta({ description: "The known cost of judging today (UTC), in US dollars." }),
    isCostKnown: z.boolean().meta({
      description: "Whether the price of all judges is known. If false, the real cost is higher than `spentTodayUsd`.",
    }),
    judging: z.enum(["all", "half", "none"]).meta({
      description:
        "What the budget allows. From 90 % of the budget, every second sample is judged; from 100 %, none until the next UTC day.",
    }),
    series: z
      .array(
        z.strictObject({
          metric: z.string().refine(isLiveMetric),
          series: z.string(),
          label: z.string(),
          beganAt: time,
        }),
      )
      .meta({
        description:
          "The measurement series of the scorers, newest first. Scores of different series are never compared.",
      }),
  })
  .meta({ id: "OnlineEvaluation" });
export type OnlineEvaluationView = z.output<typeof onlineEvaluationView>;

const include = {
  prompt: { select: { name: true } },
  environment: { select: { name: true } },
} as const satisfies Prisma.OnlineEvaluationInclude;

type OnlineEvaluationRow = Prisma.OnlineEvaluationGetPayload<{ include: typeof include }>;

const mostSeries = 200;
const today = `date_trunc('day', now(), 'UTC')`;

type Today = Pick<
  OnlineEvaluationView,
  "sampledToday" | "withoutTextToday" | "judgedToday" | "invalidToday" | "spentTodayUsd"
> & { unpriced: number };

async function readToday({ workspaceId, promptId, environmentId }: OnlineEvaluationRow): Promise<Today> {
  const [row] = await prisma().$queryRawUnsafe<[Today]>(
    `select n."sampledToday", n."withoutTextToday", coalesce(s.judgements, 0) as "judgedToday",
       coalesce(s.invalid, 0) as "invalidToday", coalesce(s.cost_usd, 0) as "spentTodayUsd", coalesce(s.unpriced, 0) as unpriced
     from (
       select count(*)::int as "sampledToday", count(*) filter (where not has_content)::int as "withoutTextToday"
       from online_samples where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid
         and at >= ${today}) n
     left join online_spend s on s.workspace_id = $1::uuid and s.prompt_id = $2::uuid and s.environment_id = $3::uuid
       and s.day = (now() at time zone 'UTC')::date`,
    workspaceId,
    promptId,
    environmentId,
  );
  return row;
}

type SeriesRow = { metric: LiveMetric; series: string; label: string; beganAt: Date };

function readSeries({ workspaceId, promptId, environmentId }: OnlineEvaluationRow): Promise<SeriesRow[]> {
  return prisma().$queryRaw<SeriesRow[]>`
    select metric, series, label, began_at as "beganAt" from online_series
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid
    order by began_at desc, metric, series limit ${mostSeries}`;
}

async function toView(row: OnlineEvaluationRow): Promise<OnlineEvaluationView> {
  const [today, series] = await Promise.all([readToday(row), readSeries(row)]);
  const { unpriced, ...counts } = today;
  const { isEnabled, sampleRate, minimumPerVersion, dailyBudgetUsd } = row;
  return {
    prompt: row.prompt.name,
    environment: row.environment.name,
    isEnabled,
    sampleRate,
    minimumPerVersion,
    dailyBudgetUsd,
    // The scorers were validated when they were saved.
    scorers: row.scorers as ScorerConfig[],
    updatedBy: row.updatedByName,
    updatedAt: row.updatedAt.toISOString(),
    ...counts,
    isCostKnown: unpriced === 0,
    judging: judgingAt(counts.spentTodayUsd, dailyBudgetUsd),
    series: series.map(({ beganAt, ...rest }) => ({ ...rest, beganAt: beganAt.toISOString() })),
  };
}

/** Lists the online evaluations of a prompt, by environment order. Throws 404 if the prompt does not exist. */
export async function listOnlineEvaluations(actor: Actor, prompt: string): Promise<OnlineEvaluationView[]> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { id: promptId } = await findPromptOrThrow(workspaceId, prompt);
  const rows = await prisma().onlineEvaluation.findMany({
    where: { workspaceId, promptId, ...withinLimit(actor) },
    include,
    orderBy: { environment: { position: "asc" } },
  });
  return Promise.all(rows.map(toView));
}

/** Returns the online evaluation of one environment, or null if there is none. */
export async function getOnlineEvaluation(
  actor: Actor,
  { name, environment }: PromptEnvironmentInput,
): Promise<OnlineEvaluationView | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const row = await prisma().onlineEvaluation.findFirst({
    where: {
      workspaceId,
      ...withinLimit(actor),
      prompt: { workspaceId, ...calledBy(name) },
      environment: { workspaceId, ...environmentCalled(environment) },
    },
    include,
  });
  return row && toView(row);
}

/** Like `getOnlineEvaluation`, but throws 404 `not_found` if there is none. */
export async function getOnlineEvaluationOrThrow(
  actor: Actor,
  place: PromptEnvironmentInput,
): Promise<OnlineEvaluationView> {
  const found = await getOnlineEvaluation(actor, place);
  if (!found) throw notFound(`An online evaluation of ${place.name} in ${place.environment}`);
  return found;
}
