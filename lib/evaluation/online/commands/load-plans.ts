import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import type { PromptEnvironment, PromptEnvironmentNames } from "@/lib/core/prompt-environment";
import type { Content, ModelRef } from "@/lib/template/content";
import { listModelOptions } from "../../models/queries";
import { type ScorerConfig, scorerConfig } from "../../scorers/schema";
import { liveJudge } from "../live-judge";
import type { LiveMetric } from "../metrics";
import { metricOf } from "../series";
import type { Sample } from "./claim-samples";

/** How the samples of one version are scored, and by which judges. */
export type ScoringPlan = {
  place: PromptEnvironmentNames;
  budgetUsd: number | null;
  /** The scorers, with the model of every judge resolved. */
  scorers: ScorerConfig[];
  content: Content;
};

/** The plan for a sample's version. Undefined if its environment no longer has an online evaluation. */
export type Plans = (sample: Sample) => ScoringPlan | undefined;

type Evaluation = {
  promptId: string;
  environmentId: string;
  prompt: string;
  environment: string;
  budgetUsd: number | null;
  scorers: unknown;
};
type JudgedSeries = PromptEnvironment & { metric: LiveMetric; version: number; model: ModelRef | null };

/** An unreadable online evaluation is skipped, so that the others of its workspace still run. */
function toReadable(row: Evaluation) {
  const scorers = z.array(scorerConfig).safeParse(row.scorers).data;
  if (!scorers) logger().warn({ prompt: row.promptId }, "what is scored of live answers cannot be read");
  return scorers ? [{ ...row, scorers }] : [];
}

const keyOf = ({ promptId, environmentId, version }: Pick<Sample, "promptId" | "environmentId" | "version">) =>
  `${promptId} ${environmentId} ${version}`;

/** Loads the plans for these samples of one workspace. Three queries, regardless of the number of samples. */
export async function loadPlans(actor: Actor, samples: readonly Sample[]): Promise<Plans> {
  const { workspaceId } = actor;
  const promptIds = [...new Set(samples.map(({ promptId }) => promptId))];
  const [stored, versions, judged] = await Promise.all([
    prisma().$queryRaw<Evaluation[]>`
      select o.prompt_id as "promptId", o.environment_id as "environmentId", p.name as prompt, e.name as environment,
        o.daily_budget_usd as "budgetUsd", o.scorers
      from online_evaluations o join prompts p on p.id = o.prompt_id join environments e on e.id = o.environment_id
      where o.workspace_id = ${workspaceId}::uuid and o.prompt_id = any(${promptIds}::uuid[]) and o.is_enabled`,
    prisma().version.findMany({
      where: { workspaceId, promptId: { in: promptIds }, number: { in: samples.map(({ version }) => version) } },
      select: { promptId: true, number: true, content: true, expanded: true },
    }),
    prisma().$queryRaw<JudgedSeries[]>`
      select prompt_id as "promptId", environment_id as "environmentId", metric, (scorer->>'version')::int as version,
        scorer->'model' as model
      from online_series
      where workspace_id = ${workspaceId}::uuid and prompt_id = any(${promptIds}::uuid[]) and scorer->>'type' = 'judge'
      order by began_at desc, series`,
  ]);
  const evaluations = stored.flatMap(toReadable);
  const hasChoice = evaluations.some(({ scorers }) => scorers.some((one) => one.type === "judge" && !one.model));
  const options = hasChoice ? await listModelOptions(actor) : [];
  const plans = new Map<string, ScoringPlan>();
  for (const sample of samples) {
    const key = keyOf(sample);
    const evaluation = evaluations.find(
      (one) => one.promptId === sample.promptId && one.environmentId === sample.environmentId,
    );
    const version = versions.find((one) => one.promptId === sample.promptId && one.number === sample.version);
    if (plans.has(key) || !evaluation || !version) continue;
    const content = (version.expanded ?? version.content) as unknown as Content | null;
    if (!content) continue;
    const knownOf = (config: ScorerConfig) =>
      judged.flatMap((one) =>
        one.promptId === sample.promptId &&
        one.environmentId === sample.environmentId &&
        one.metric === metricOf(config) &&
        one.version === config.version &&
        one.model
          ? [one.model]
          : [],
      );
    const modelUnderTest = content.model ?? null;
    const { prompt, environment, budgetUsd } = evaluation;
    plans.set(key, {
      place: { prompt, environment },
      budgetUsd,
      content,
      scorers: evaluation.scorers.map((config) =>
        config.type === "judge"
          ? { ...config, model: liveJudge(config, { options, modelUnderTest, known: knownOf(config) }) }
          : config,
      ),
    });
  }
  return (sample) => plans.get(keyOf(sample));
}
